(async () => {
  const { dataset } = document.querySelector('form[data-search]');
  const reader = await import(dataset.reader);
  const real = window.fetch.bind(window);
  let bytes = 0;
  window.fetch = async (...request) => {
    const response = await real(...request);
    if (!String(request[0]).endsWith('index.json')) bytes += Number(response.headers.get('content-length'));
    return response;
  };
  const used = await reader.open(dataset.search);
  const shown = (engine, ids) => Promise.all(ids.slice(0, 10).map((id) => engine.record(id)));
  const askOne = async (query) => {
    bytes = 0;
    let first;
    const engine = await reader.open(dataset.search);
    const isThere = async ({ ids }) => {
      await shown(engine, ids);
      first ??= bytes;
    };
    let early;
    const cold = await engine.find(query, { early: (found) => (early = isThere(found)) });
    await early;
    await isThere(cold);
    const whole = bytes;
    await used.find(query);
    const start = performance.now();
    const records = await shown(used, (await used.find(query)).ids);
    const time = performance.now() - start;
    return { first, whole, time, urls: records.map(({ url }) => url) };
  };
  window.ask = async (queries) => {
    const all = [];
    for (const query of queries) all.push(await askOne(query).catch((error) => ({ query, error: String(error.stack) })));
    return JSON.stringify(all);
  };
  return 'open';
})()
