import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { findFlipper } from '../support/system-needs.ts';
import { isInPercentage } from './rig/toggle.ts';

/** Asks the gem itself; for each percentage a text of 0 and 1, one per actor. */
const program = `
require "json"
require "flipper"
require "flipper/adapters/memory"
asked = JSON.parse(STDIN.read.force_encoding("UTF-8"))
flipper = Flipper.new(Flipper::Adapters::Memory.new)
actors = asked["actors"].map { |id| Flipper::Actor.new(id) }
said = asked["percentages"].map do |percent|
  feature = flipper[asked["feature"]]
  feature.enable_percentage_of_actors(percent)
  actors.map { |actor| feature.enabled?(actor) ? "1" : "0" }.join
end
puts JSON.generate({ "said" => said })
`;

const answer = z.object({ said: z.array(z.string()) });

function askGem(feature: string, actors: readonly string[], percentages: readonly number[]) {
  const ruby = findFlipper();
  if (ruby === undefined) throw new Error('No Ruby with the gem flipper. Install ruby-flipper.');
  const input = JSON.stringify({ feature, actors, percentages });
  const run = spawnSync(ruby, ['-e', program], { input, encoding: 'utf8', maxBuffer: 64_000_000 });
  if (run.status !== 0) throw new Error(run.stderr);
  return answer.parse(JSON.parse(run.stdout));
}

const percentages = [0, 0.001, 0.5, 1, 5, 10, 12.5, 25, 33.333, 50, 99.999, 100];

/** E-mail addresses in both cases, numbers, cookies, names in other scripts, and signs of four bytes. */
const kinds: readonly ((i: number) => string)[] = [
  (i) => `someone+${i}@example.gov`,
  (i) => `Some.One+${i}@Example.GOV`,
  (i) => `User;${i}`,
  (i) => `a1b2c3d4-${i.toString(16).padStart(12, '0')}`,
  (i) => `GA1.2.${i * 7919}.${1_700_000_000 + i}`,
  (i) => `veterán-${i}@exámple.gov`,
  (i) => `利用者${i}`,
  (i) => `пользователь ${i}`,
  (i) => `🙂${i}`,
  (i) => `e\u0301${i}`,
];
const actors = Array.from({ length: 10_000 }, (_, i) => kinds[i % kinds.length]?.(i) ?? '');

it.each(['dispute_debt', 'va_online_scheduling_requests', 'früh_start'])(
  'puts 10,000 actors at 12 percentages of %s where Flipper’s own gem puts them',
  (feature) => {
    expect(new Set(actors).size).toBe(10_000);
    const { said } = askGem(feature, actors, percentages);
    const ours = percentages.map((percent) =>
      actors.map((actor) => (isInPercentage(feature, actor, percent) ? '1' : '0')).join(''),
    );
    const differing = percentages.filter((_, i) => said[i] !== ours[i]);
    expect(differing).toEqual([]);
    // The same on both sides could still be nobody at all.
    const on = ours.map((bits) => bits.replaceAll('0', '').length);
    expect([on[0], on.at(-1)]).toEqual([0, 10_000]);
    expect(Math.abs((on[percentages.indexOf(25)] ?? 0) - 2500)).toBeLessThan(250);
  },
);

it('has 1 % on still at 5 %: who is in stays in', () => {
  const { said } = askGem('dispute_debt', actors.slice(0, 2000), [1, 5]);
  const [one = '', five = ''] = said;
  const left = Array.from(one).filter((bit, i) => bit === '1' && five[i] !== '1');
  expect(one).toContain('1');
  expect(left).toEqual([]);
});
