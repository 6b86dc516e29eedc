// While a mailing runs, its figures are fetched every second, and less often where counting takes longer (a
// million letters) or its time is far away; when it begins or ends, the whole page.
const box = document.querySelector("[data-progress]");
const state = () => box.querySelector("[data-state]").dataset.state;
const isOpen = () => ["scheduled", "planning", "sending"].includes(state());
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
const left = () => {
  const until = box.querySelector("[data-until]");
  return until ? Math.max(0, Math.ceil((new Date(until.dataset.until) - Date.now()) / 1000)) : 0;
};
const countDown = () => {
  const place = box.querySelector("[data-left]");
  const seconds = left();
  if (!place || !seconds || seconds > 24 * 3600) return;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts.slice(parts[0] ? 0 : 1).map((part) => String(part).padStart(2, "0")).join(":");
  place.textContent = `${place.dataset.words} ${shown}`;
};
(async () => {
  const begun = state();
  const wasOpen = isOpen();
  const clock = begun === "scheduled" && setInterval(countDown, 1000);
  countDown();
  let took = 0;
  while (isOpen() && (begun !== "scheduled" || state() === "scheduled")) {
    await wait(Math.max(1000, 20 * took, left() > 60 ? 15000 : 0));
    const asked = performance.now();
    const answer = await fetch(box.dataset.progress, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) box.innerHTML = await answer.text();
    took = performance.now() - asked;
    countDown();
  }
  if (clock) clearInterval(clock);
  if (wasOpen) location.reload();
})();
