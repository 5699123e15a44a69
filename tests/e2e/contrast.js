// For all texts and all round icons in sight of the root: what it is, and its contrast (WCAG 2.2,
// 1.4.3 and 1.4.11). What lies behind is looked for through transparent parts, and through the frame.
root => {
    const numbers = color => {
        const found = color.match(/[\d.]+/g).map(Number);
        return color.startsWith("color(") ? found.map((it, i) => i < 3 ? it * 255 : it) : found;
    };
    const over = ([r, g, b, a = 1], below) =>
        [r, g, b].map((it, i) => it * a + below[i] * (1 - a));
    const behind = node => {
        if (!node) return [255, 255, 255];
        const around = node.parentElement ?? node.ownerDocument.defaultView.frameElement;
        const color = numbers(getComputedStyle(node).backgroundColor);
        return (color[3] ?? 1) === 1 ? color : over(color, behind(around));
    };
    const luminance = color => {
        const [r, g, b] = color.map(it => it / 255)
            .map(it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const seen = node => node.checkVisibility() && getComputedStyle(node).clipPath === "none";
    const texts = [], icons = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (!node.data.trim() || !seen(parent) || parent.closest("option")) continue;
        const below = behind(parent), color = numbers(getComputedStyle(parent).color);
        texts.push([node.data.trim(), contrast(over(color, below), below)]);
    }
    for (const picture of root.querySelectorAll("button .sipwidget-icon")) {
        if (!seen(picture)) continue;
        const disc = getComputedStyle(picture.querySelector("circle"));
        const glyph = getComputedStyle(picture.querySelector("g path, g circle"));
        const fill = numbers(glyph.fill === "none" ? glyph.stroke : glyph.fill);
        const around = behind(picture);
        const [r, g, b, a = 1] = disc.fill === "none" ? [0, 0, 0, 0] : numbers(disc.fill);
        const below = over([r, g, b, a * Number(disc.fillOpacity)], around);
        icons.push([picture.closest("button").ariaLabel, contrast(over(fill, below), below)]);
    }
    return [texts, icons];
}
