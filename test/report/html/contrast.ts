/**
 * Run in the page: every text that is seen and whose contrast to what is behind it is below WCAG 2.2 AA
 * (1.4.3: 4.5, or 3 for large text), as `ratio text (element)`. Controls that are off are exempt there.
 */
export const LOW_CONTRAST = `(() => {
  const parse = (color) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  // WCAG 2.2, "relative luminance"
  const luminance = (color) => {
    const [red, green, blue] = color.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3]));
  const backOf = (element) => {
    const layers = [];
    for (let each = element; each !== null; each = each.parentElement) {
      const color = parse(getComputedStyle(each).backgroundColor);
      layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const low = new Set();
  const texts = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.data.trim();
    if (text === '' || element.getClientRects().length === 0) continue;
    if (element.closest('.spoken, :disabled') !== null) continue;
    const style = getComputedStyle(element);
    const back = backOf(element);
    const [light, dark] = [luminance(over(parse(style.color), back)), luminance(back)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) low.add(ratio.toFixed(2) + ' ' + text.slice(0, 30) + ' (' + element.tagName + '.' + element.className + ')');
  }
  return [...low];
})()`;
