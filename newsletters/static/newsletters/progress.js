// While a mailing runs, its figures are fetched every second, and less often where counting takes longer (a
// million letters); when it ends, the list of letters too.
const box = document.querySelector("[data-progress]");
const isRunning = () => ["planning", "sending"].includes(box.querySelector("[data-state]").dataset.state);
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
(async () => {
  const wasRunning = isRunning();
  let took = 0;
  while (isRunning()) {
    await wait(Math.max(1000, 20 * took));
    const begun = performance.now();
    const answer = await fetch(box.dataset.progress, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) box.innerHTML = await answer.text();
    took = performance.now() - begun;
  }
  if (wasRunning) location.reload();
})();
