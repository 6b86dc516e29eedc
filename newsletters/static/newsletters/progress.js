// While a mailing runs, its figures are fetched every second; when it ends, the list of letters too.
const box = document.querySelector("[data-progress]");
const isRunning = () => ["planning", "sending"].includes(box.querySelector("[data-state]").dataset.state);
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
(async () => {
  const wasRunning = isRunning();
  while (isRunning()) {
    await wait(1000);
    const answer = await fetch(box.dataset.progress, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) box.innerHTML = await answer.text();
  }
  if (wasRunning) location.reload();
})();
