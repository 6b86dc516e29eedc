// »Block 4 …« on the send page leads to that block. Wagtail draws its blocks after the browser has looked for
// them, and they grow while they are drawn: so for two seconds we go there again whenever the block has moved.
const jump = (id) => {
  let [seen, tries] = [null, 0];
  const look = () => {
    const block = document.getElementById(id);
    if (block && tries < 20 && block.getBoundingClientRect().top !== seen) {
      block.scrollIntoView({ behavior: "instant" });
      seen = block.getBoundingClientRect().top;
    }
    if (tries++ < 20) setTimeout(look, 100);
  };
  // Whoever scrolls, types or clicks goes their own way.
  for (const kind of ["wheel", "keydown", "pointerdown"]) addEventListener(kind, () => { tries = 20; }, { once: true });
  look();
};
const wanted = location.hash.match(/^#(block-[\w-]+-section)$/);
if (wanted) window.addEventListener("load", () => jump(wanted[1]));
