// Buttons and fields that a person can use and that are too small, lie over another, or stick out
// of the frame with no way to scroll there: what it is, what is wrong, and figures in CSS px.
() => {
    const SMALLEST = 44;
    const scroller = node => {
        for (let it = node.parentElement; it; it = it.parentElement) {
            const scrolls = /auto|scroll/.test(getComputedStyle(it).overflow);
            const hides = it.scrollWidth > it.clientWidth || it.scrollHeight > it.clientHeight;
            if (scrolls && hides) return it;
        }
        return document.documentElement;
    };
    const seen = node => { // of its box, what its scroller shows
        const box = node.getBoundingClientRect(), frame = scroller(node).getBoundingClientRect();
        return {
            left: Math.max(box.left, frame.left), right: Math.min(box.right, frame.right),
            top: Math.max(box.top, frame.top), bottom: Math.min(box.bottom, frame.bottom),
        };
    };
    const name = node => node.dataset.action ?? node.name ?? node.textContent;
    const usable = [...document.querySelectorAll("button, input, select, summary")]
        .filter(it => it.checkVisibility() && !it.closest("[inert]"));
    const found = [];
    for (const one of usable) {
        const {width, height, ...box} = one.getBoundingClientRect().toJSON();
        if (width < SMALLEST || height < SMALLEST)
            found.push([name(one), "is small", width, height]);
        const out = Math.max(-box.left, -box.top, box.right - innerWidth, box.bottom - innerHeight);
        if (out > 0.5 && scroller(one) === document.documentElement)
            found.push([name(one), "sticks out", out]);
        for (const other of usable) {
            const [a, b] = [seen(one), seen(other)];
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (one !== other && !one.contains(other) && across > 1 && down > 1)
                found.push([name(one), "lies over", name(other), across, down]);
        }
    }
    return found;
}
