import type { Page } from 'playwright-core';

/** Words, or the edge of what can be pressed, and how far they stand out from what is really behind them (WCAG 2.2, 1.4.3 and 1.4.11). */
export interface Contrast {
  readonly what: string;
  readonly kind: 'text' | 'edge';
  readonly contrast: number;
}

/** Red, green, blue and alpha, each from 0 to 255. */
type Colour = readonly number[];

interface Found {
  readonly what: string;
  readonly kind: Contrast['kind'];
  /** What may make it stand out: for an edge also the ground of what it is around. */
  readonly colours: readonly Colour[];
  /** Grounds behind it, nearest first, the last without a gap. */
  readonly grounds: readonly Colour[];
}

/** Every word and every control's edge inside the parts that match a query, as the browser has computed them. */
export async function contrastsIn(page: Page, query: string): Promise<readonly Contrast[]> {
  const found = await page.evaluate(lookAt, query);
  return found.map(({ what, kind, colours, grounds }) => {
    const ground = grounds.toReversed().reduce((under, over) => laidOver(over, under), [255, 255, 255, 255]);
    const best = Math.max(...colours.map((colour) => contrast(laidOver(colour, ground), ground)));
    return { what, kind, contrast: best };
  });
}

/** Runs in the page. */
function lookAt(query: string): readonly Found[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) throw new Error('This browser draws nothing.');
  const channels = (colour: string): readonly number[] => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  // Of layers, the one on top; of a gradient, where it begins: words stand on plain ground, beside a hatch.
  const ownGround = (style: CSSStyleDeclaration): readonly number[] => {
    const [first] = /(?:rgba?|color)\([^()]*\)/.exec(style.backgroundImage) ?? [];
    return channels(first ?? style.backgroundColor);
  };
  const behind = (one: Element | null): readonly (readonly number[])[] => {
    const grounds: (readonly number[])[] = [];
    for (let at = one; at !== null; at = at.parentElement) {
      const ground = ownGround(getComputedStyle(at));
      grounds.push(ground);
      if (ground[3] === 255) break;
    }
    return grounds;
  };
  const parts = [...document.querySelectorAll(query)].flatMap((part) => [
    part,
    ...part.querySelectorAll('*'),
  ]);
  return parts
    .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .flatMap((one): Found[] => {
      const style = getComputedStyle(one);
      const what = `${one.tagName.toLowerCase()}.${one.getAttribute('class') ?? ''} "${one.textContent.trim().slice(0, 40)}"`;
      const text: Found = { what, kind: 'text', colours: [channels(style.color)], grounds: behind(one) };
      const edges = parseFloat(style.borderTopWidth) > 0 ? [channels(style.borderTopColor)] : [];
      const edge: Found = {
        what,
        kind: 'edge',
        colours: [...edges, ownGround(style)],
        grounds: behind(one.parentElement),
      };
      const isPressed = one.matches('button:not(.sw-link), a.sw-action, input, select, textarea');
      const hasWords = [...one.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() !== '',
      );
      return [...(hasWords ? [text] : []), ...(isPressed ? [edge] : [])];
    });
}

function laidOver(over: Colour, under: Colour): Colour {
  const alpha = (over[3] ?? 255) / 255;
  return [0, 1, 2].map((i) => (over[i] ?? 0) * alpha + (under[i] ?? 0) * (1 - alpha));
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Colour): number {
  const [r = 0, g = 0, b = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
