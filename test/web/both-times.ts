/**
 * Matches what stands in `said` as it is, `{both}` as any time in Eastern time and UTC: "2:41 p.m. ET (18:41 UTC)", and
 * "8:41 p.m. ET (November 6, 01:41 UTC)" on an evening on which UTC is a day further. With `{utc}` the other way round.
 */
export function saying(said: string): RegExp {
  const day = String.raw`(?:[A-Z][a-z]+ \d{1,2}, )?`;
  const eastern = String.raw`\d{1,2}:\d\d [ap]\.m\. ET`;
  const utc = String.raw`\d\d:\d\d UTC`;
  return new RegExp(
    said
      .replaceAll('{both}', String.raw`${eastern} \(${day}${utc}\)`)
      .replaceAll('{utc}', String.raw`${utc} \(${day}${eastern}\)`),
  );
}
