import { describe } from 'vitest';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import { reportRecordsContract } from '../../support/report-records-contract.ts';

describe('the embedded store', () => {
  reportRecordsContract(() => openEmbeddedStore(':memory:', 0));
});
