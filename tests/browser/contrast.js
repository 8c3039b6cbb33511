// Text with less contrast than WCAG 2.2 AA asks for.
const canvas = document.createElement('canvas');
canvas.width = canvas.height = 1;
const paint = canvas.getContext('2d', { willReadFrequently: true });
const rgba = (colour) => {
  paint.clearRect(0, 0, 1, 1);
  paint.fillStyle = colour;
  paint.fillRect(0, 0, 1, 1);
  return [...paint.getImageData(0, 0, 1, 1).data];
};
const luminance = ([r, g, b]) => {
  const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const over = ([r, g, b, a], below) => [r, g, b].map((value, at) => (value * a + below[at] * (255 - a)) / 255);
const background = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
  const page = matchMedia('(prefers-color-scheme: dark)').matches && CSS.supports('color-scheme', 'dark') ? rgba('Canvas') : [255, 255, 255, 255];
  return layers.reduceRight((below, layer) => over(layer, below), page.slice(0, 3));
};
const faults = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const isShown = walker.currentNode.textContent.trim() && style.visibility === 'visible' && style.display !== 'none' && box.width > 2 && box.height > 2;
  if (!isShown || element.closest('svg') || element.closest('.visually-hidden, .skip-link')) continue;
  const below = background(element);
  const [light, dark] = [luminance(over(rgba(style.color), below)), luminance(below)].sort((a, b) => b - a);
  const size = parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  const contrast = (light + 0.05) / (dark + 0.05);
  if (contrast < (isLarge ? 3 : 4.5)) faults.push(`${contrast.toFixed(2)} of "${walker.currentNode.textContent.trim().slice(0, 40)}"`);
}
return faults;
