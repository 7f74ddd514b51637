import type { Page } from 'playwright-core';

/** A mark that is no text, and how far it stands out from what is behind it (WCAG 2.2, 1.4.11). */
export interface MarkContrast {
  readonly what: string;
  readonly contrast: number;
}

/** Shapes of states, lines of charts, limits, and the edges of what can be pressed or filled in. */
export async function contrastOfMarks(page: Page): Promise<readonly MarkContrast[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (canvas === null) throw new Error('This browser draws nothing.');
    const channels = (colour: string): readonly number[] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour: string): number => {
      const [r = 0, g = 0, b = 0] = channels(colour).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (one: Element | null): string => {
      for (let at = one; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if ((channels(backgroundColor)[3] ?? 0) > 250) return backgroundColor;
      }
      return 'white';
    };
    const contrast = (a: string, b: string): number => {
      const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
      return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
    };
    const marks = (query: string, colourOf: (style: CSSStyleDeclaration) => string): MarkContrast[] =>
      [...document.querySelectorAll(query)]
        .filter((one) => one.checkVisibility())
        .map((one) => ({
          what: `${query} ${one.getAttribute('class') ?? one.id}`,
          contrast: contrast(colourOf(getComputedStyle(one)), behind(one.parentElement)),
        }));
    return [
      ...marks('.sw-shape', (style) => style.color),
      ...marks('figure .sw-lines-drawn path', (style) => style.stroke),
      ...marks('figure .recharts-reference-line line', (style) => style.stroke),
      ...marks('main input, main select, main textarea, main button', (style) => style.borderTopColor),
    ];
  });
}

/** Everything the Tab key reaches, where its focus can't be seen. */
export async function focusFaults(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(async () => {
      // Scrolling to what has the focus takes a frame.
      for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done));
      const one = document.activeElement;
      if (one === null || one === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const [box = one.getBoundingClientRect()] = one.getClientRects();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return {
        what: one.outerHTML.slice(0, 100),
        ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        covered: top === null || !(one.contains(top) || top.contains(one)),
        last: one.closest('aside') !== null,
      };
    });
    if (at === null || at.last) return faults;
    if (!at.ring) faults.push(`no ring: ${at.what}`);
    if (at.covered) faults.push(`covered: ${at.what}`);
  }
  return faults;
}

/** What can be pressed and is smaller than 24 by 24 px, but for links in the flow of a text (WCAG 2.2, 2.5.8). */
export async function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const targets = [...document.querySelectorAll('button, select, summary, input, textarea, header a')];
    return targets
      .filter((one) => one.checkVisibility() && !one.matches('[type="hidden"]'))
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 23.5 || box.height < 23.5)
      .map(
        ({ one, box }) =>
          `${box.width.toFixed(0)} x ${box.height.toFixed(0)}: ${one.outerHTML.slice(0, 100)}`,
      );
  });
}

/** Fields without a label a person can see, and hints that lead nowhere. */
export async function unlabelled(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, select, textarea')].filter((one) =>
      one.checkVisibility(),
    );
    return fields
      .filter((one) => {
        const labels = 'labels' in one && one.labels instanceof NodeList ? [...one.labels] : [];
        const named = labels.some((label) => label instanceof Element && label.checkVisibility());
        const by = one.getAttribute('aria-labelledby');
        const hints = (one.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '');
        const lost = hints.some((id) => document.querySelector(`[id="${id}"]`) === null);
        return lost || !(named || (by !== null && document.querySelector(`[id="${by}"]`) !== null));
      })
      .map((one) => one.outerHTML.slice(0, 120));
  });
}

/** What loses text when it is twice as large, or spaced as WCAG 2.2, 1.4.12 says. */
export async function cutOff(page: Page, how: 'larger' | 'spaced'): Promise<readonly string[]> {
  return page.evaluate((changed) => {
    const all = [...document.querySelectorAll('body *')].filter((one) => one instanceof HTMLElement);
    if (changed === 'larger') {
      const sizes = all.map((one) => parseFloat(getComputedStyle(one).fontSize));
      for (const [i, one] of all.entries()) one.style.fontSize = `${2 * (sizes[i] ?? 16)}px`;
    } else {
      for (const one of all) {
        one.style.lineHeight = '1.5';
        one.style.letterSpacing = '0.12em';
        one.style.wordSpacing = '0.16em';
      }
    }
    return all
      .filter(
        (one) => one.checkVisibility() && one.closest('.sw-hidden, [aria-hidden="true"], .sw-skip') === null,
      )
      .filter((one) => /hidden|clip/.test(getComputedStyle(one).overflow) && one.clientWidth > 1)
      .filter((one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)
      .map((one) => one.outerHTML.slice(0, 120));
  }, how);
}

/** Tables without a caption, headers that do not say what they are of, and cells left blank. */
export async function tableFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main table')].flatMap((table) => {
      const caption = table.querySelector('caption')?.textContent.trim() ?? '';
      const cells = [...table.querySelectorAll('th, td')];
      const what = caption === '' ? table.outerHTML.slice(0, 100) : caption;
      return [
        ...(caption === '' ? ['no caption'] : []),
        ...cells.filter((one) => one.tagName === 'TH' && !one.hasAttribute('scope')).map(() => 'no scope'),
        ...cells.filter((one) => one.textContent.trim() === '').map(() => 'an empty cell'),
      ].map((fault) => `${fault}: ${what}`);
    }),
  );
}
