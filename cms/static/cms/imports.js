// While an import is under way, its figures are fetched every second; when it is over, the whole page.
const box = document.querySelector("[data-progress]");
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
(async () => {
  while (box.querySelector("[data-open]")) {
    await wait(1000);
    const answer = await fetch(box.dataset.progress, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) box.innerHTML = await answer.text();
  }
  location.reload();
})();
