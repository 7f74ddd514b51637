import { useEffect } from 'react';

/**
 * Puts a text at the foot of every printed page, left of the page's number. A rule made through the CSSOM: the text is
 * known only at run time, a page's margin takes text from nowhere but CSS, and the policy of the page forbids inline styles.
 */
export function usePrintFooter(text: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@page { @bottom-left { content: ${asString(text)}; font-size: 9pt; } }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [text]);
}

/** As a CSS string: what could end it is written as its code. */
function asString(text: string): string {
  const safe = text.replaceAll(/["\\\n\r\f<]/g, (char) => `\\${(char.codePointAt(0) ?? 0).toString(16)} `);
  return `"${safe}"`;
}
