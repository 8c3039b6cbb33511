(query) =>
  new Promise((resolve) => {
    const list = document.getElementById('_search-results');
    const field = document.getElementById('_q');
    const start = performance.now();
    new MutationObserver(() => list.children.length > 0 && resolve(performance.now() - start)).observe(list, { childList: true });
    field.value = query;
    field.form.requestSubmit();
    setTimeout(() => resolve(60000), 60000);
  })
