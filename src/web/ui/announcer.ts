/** Something that has come to hold, to be said once. */
export interface News {
  /** What it is about; newer news of the same takes the place of older. */
  readonly about: string;
  /** What it says, whatever the words: the same state is not news, though its numbers change. */
  readonly state: string;
  /** Empty where it only is to be known. */
  readonly text: string;
  /** Interrupts what is being read. */
  readonly urgent: boolean;
  /** The first word about it, which nobody missed. */
  readonly isFirst: boolean;
  /** Not said where something else is at the same instant: that says it better. */
  readonly isSpare?: boolean | undefined;
}

export interface Announcer {
  readonly say: (news: News) => void;
  /** What it was about is no longer on screen: nobody should come upon an old alarm. */
  readonly leave: (about: string) => void;
}

/** At most one polite announcement in this time; and no text stays longer, so that a calm page has nothing to say. */
const quiet = 60_000;

/**
 * Two live regions, one rule each: what is urgent is said at once, and once; what is not waits until a minute has passed
 * since the last such word, and whatever has gathered until then is one sentence.
 */
export function announcer(write: (region: 'polite' | 'assertive', text: string) => void): Announcer {
  const said = new Map<string, string>();
  const waiting = new Map<string, News>();
  let polite: readonly string[] = [];
  let politeTimer: ReturnType<typeof setTimeout> | undefined;
  let alarms: readonly News[] = [];
  let alarmTimer: ReturnType<typeof setTimeout> | undefined;
  let isGathering = false;

  const flush = (): void => {
    politeTimer = undefined;
    const news = [...waiting.values()];
    waiting.clear();
    polite = news.map((one) => one.about);
    write('polite', news.map((one) => one.text).join(' '));
    for (const one of news) said.set(one.about, one.state);
    if (news.length > 0) politeTimer = setTimeout(flush, quiet);
  };
  const silence = (): void => {
    clearTimeout(alarmTimer);
    alarms = [];
    write('assertive', '');
  };
  /** What turns bad at the same instant is one alarm; what turns bad later does not repeat it. */
  const alarm = (news: News): void => {
    clearTimeout(alarmTimer);
    const all = isGathering ? [...alarms, news] : [news];
    const better = all.filter((one) => one.isSpare !== true);
    alarms = better.length === 0 ? all : better;
    if (!isGathering) setTimeout(() => (isGathering = false), 0);
    isGathering = true;
    write('assertive', alarms.map((one) => one.text).join(' '));
    alarmTimer = setTimeout(silence, quiet);
  };
  const isSounding = (about: string): boolean => alarms.some((one) => one.about === about);
  return {
    say: (news) => {
      const { about, state, text, urgent } = news;
      waiting.delete(about);
      if (said.get(about) === state) return;
      if (!urgent && isSounding(about)) silence();
      // Somebody who has just come here reads it anyway: it need not be said a minute late.
      const isKnown = text === '' || (!urgent && news.isFirst && politeTimer !== undefined);
      if (urgent || isKnown) said.set(about, state);
      if (isKnown) return;
      if (urgent) {
        alarm(news);
        return;
      }
      waiting.set(about, news);
      if (politeTimer === undefined) flush();
    },
    leave: (about) => {
      said.delete(about);
      waiting.delete(about);
      if (isSounding(about)) silence();
      if (!polite.includes(about)) return;
      clearTimeout(politeTimer);
      flush();
    },
  };
}
