/** What a form of this page says above its faults: each of them writes into the plan's text, and saves nothing. */
export const notWritten = 'Nothing was written.';
