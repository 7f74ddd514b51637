import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { hour, second } from '#domain/time/time.ts';
import { createProxy } from '#server/proxy/proxy.ts';
import { createApp } from '#server/watch/http/app.ts';
import { createChanges } from '#server/watch/http/changes.ts';
import { sayError } from '#server/watch/loop/judge-and-keep.ts';
import { createLease, type Lease } from '#server/watch/loop/lease.ts';
import { createWatcher } from '#server/watch/loop/watcher.ts';
import { sourceCounting } from '#server/watch/metrics/source-counts.ts';
import { processVitals } from '#server/watch/metrics/vitals.ts';
import type { Channel } from '#server/watch/notices/channel.ts';
import { createHeartbeat, type Heartbeat } from '#server/watch/notices/heartbeat.ts';
import { createSender, type Sender } from '#server/watch/notices/sender.ts';
import { slackChannel } from '#server/watch/notices/slack-channel.ts';
import { webhookChannel } from '#server/watch/notices/webhook-channel.ts';
import { createRetention } from '#server/watch/records/retention.ts';
import { loadLibrary, type Library } from '#server/watch/rollouts/library.ts';
import type { NoticeConfig } from './notice-config.ts';
import { openRecords } from './open-records.ts';
import { planReaderOf } from './plan-reader-of.ts';
import { repeatedly } from './repeatedly.ts';
import type { ServeConfig } from './serve-config.ts';

/** The whole server, started: proxy, records, watcher and routes. */
export interface Composed {
  readonly app: Hono;
  readonly library: Library;
  /** Ends open streams, lets a judgement under way finish, closes the store. */
  close(): Promise<void>;
}

export const version = '0.1.0';

const clock = (): number => Date.now();

function channelsOf(config: NoticeConfig, now: () => number): readonly Channel[] {
  const deps = { fetch: globalThis.fetch, now };
  const { slackUrl, webhookUrl, webhookSecret } = config;
  return [
    ...(slackUrl === null ? [] : [slackChannel(slackUrl, deps)]),
    ...(webhookUrl === null ? [] : [webhookChannel(webhookUrl, webhookSecret, deps)]),
  ];
}

/** The other end of the request's socket; unknown where there is no socket, and then nobody is trusted. */
function remoteAddress(c: Context): string | undefined {
  const read = socketSchema.safeParse(c.env);
  return read.success ? read.data.incoming.socket.remoteAddress : undefined;
}

const socketSchema = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }),
});

/**
 * Puts the rooms together. `now` and `fetch` are handed in, so that nothing below asks the machine for them.
 * @param now another clock than the machine's, for those who let time pass as they need it
 */
export async function compose(
  config: ServeConfig,
  report: (message: string) => void,
  now: () => number = clock,
): Promise<Composed> {
  const plans = planReaderOf();
  const store = await openRecords(config, now(), report);
  const library = await loadLibrary(config.plans, store, now(), plans);
  const counting = sourceCounting();
  const proxy = counting.proxy(
    createProxy(config.proxy, { fetch: counting.fetch(globalThis.fetch), now, random: Math.random }),
  );
  const changes = createChanges(randomUUID().slice(0, 8));
  const deps = { store, proxy, library, now, bucket: config.bucket };
  const lease = createLease(store, randomUUID(), now);
  const channels = channelsOf(config.notices, now);
  const { publicUrl } = config;
  const watcher = createWatcher({
    ...deps,
    publish: (event) => changes.publish(event),
    lease,
    notices: {
      channels: channels.map((one) => one.name),
      quiet: config.notices.quiet,
      statusAt: config.notices.statusAt,
      publicUrl,
    },
    report,
  });
  const sender = createSender({ store: lease.store, channels, now, random: Math.random, report });
  const heartbeat = createHeartbeat({
    url: config.notices.heartbeatUrl,
    fetch: globalThis.fetch,
    now,
    lastPass: watcher.lastPass,
    report,
  });
  const app = createApp({
    ...deps,
    plans,
    watcher,
    changes,
    startedAt: now(),
    version,
    storeName: config.databaseUrl === null ? 'embedded' : 'PostgreSQL',
    identity: config.identity,
    publicUrl,
    sender,
    contactKey: config.contactKey,
    flipperLink: config.flipperLink,
    vitals: processVitals(counting, lease.held, config.metricsToken),
    remoteAddress,
    report,
  });
  watcher.start();
  const beside = workBeside(config, { lease, sender, heartbeat, now, report });
  return {
    app,
    library,
    close: async () => {
      changes.closeAll();
      await watcher.stop();
      await Promise.all([sender.stop(), beside.stop()]);
      await plans.close();
      await lease
        .leave()
        .catch((error: unknown) =>
          report(`The right to judge runs out by itself, in 15 seconds: ${sayError(error)}`),
        );
      await store.close();
    },
  };
}

interface Beside {
  readonly lease: Lease;
  readonly sender: Sender;
  readonly heartbeat: Heartbeat;
  readonly now: () => number;
  readonly report: (message: string) => void;
}

/** What goes on beside the watcher: a judgement may take longer than the lease lasts. */
function workBeside(
  config: ServeConfig,
  { lease, sender, heartbeat, now, report }: Beside,
): { stop(): Promise<void> } {
  const renewing = repeatedly(5 * second, async () => void (await lease.renew()), report);
  const sending = repeatedly(
    second,
    async () => {
      if (lease.held()) sender.begin();
      await heartbeat.beat();
    },
    report,
  );
  const retention = createRetention({ ...config.retention, store: lease.store, now, report });
  const forgetting = repeatedly(
    hour,
    async () => {
      if (lease.held()) await retention.pass();
    },
    report,
  );
  return {
    stop: async () => {
      await Promise.all([sending.stop(), renewing.stop(), forgetting.stop()]);
    },
  };
}
