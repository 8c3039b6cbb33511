// What is wider than the window, but for what scrolls within itself.
const root = document.scrollingElement;
return root.scrollWidth > innerWidth ? [`the page is ${root.scrollWidth} wide in a window of ${innerWidth}`] : [];
