/** Tickets as a person types them: one per line, or between commas. */
export function readTickets(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
