(async () => {
  const real = window.fetch.bind(window);
  let bytes = 0;
  window.fetch = async (...request) => {
    const response = await real(...request);
    bytes += Number(response.headers.get('content-length'));
    return response;
  };
  let turn = 0;
  const fresh = async () => {
    const engine = await import(`/pagefind/pagefind.js?turn=${turn++}`);
    await engine.options({ excerptLength: 30, noWorker: true });
    await engine.init();
    return engine;
  };
  const used = await fresh();
  // The best part of each page is its own first one.
  const shown = async (found) => {
    const pages = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
    return pages.map(({ url, sub_results: parts }) => {
      const best = [...parts].sort((one, other) => other.locations.length - one.locations.length)[0];
      return best?.url ?? url;
    });
  };
  const askOne = async (query) => {
    const engine = await fresh();
    bytes = 0;
    const cold = await engine.search(query);
    const first = bytes;
    await shown(cold);
    const whole = bytes;
    await engine.destroy();
    await shown(await used.search(query));
    const start = performance.now();
    const urls = await shown(await used.search(query));
    return { first, whole, time: performance.now() - start, urls };
  };
  window.ask = async (queries) => {
    const all = [];
    for (const query of queries) all.push(await askOne(query).catch((error) => ({ query, error: String(error.stack) })));
    return JSON.stringify(all);
  };
  return 'open';
})()
