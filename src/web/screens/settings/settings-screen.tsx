import type { JSX } from 'react';
import { Link } from 'react-router';
import { useTitle } from '../../ui/announce.ts';
import { KeyTable } from '../../ui/key-table.tsx';
import { ChoiceField } from './choice-field.tsx';
import { MyNotices } from './my-notices.tsx';

/** What one reader chooses for one browser. */
export function SettingsScreen(): JSX.Element {
  useTitle('Settings - Stagewatch');
  return (
    <>
      <h1>Settings</h1>
      <p>
        All of this is kept in this browser and nowhere else. It changes nothing for anybody else. What the
        server sends to Slack and webhooks is under <Link to="/settings/notices">Notices</Link>.
      </p>
      <MyNotices />
      <section className="sw-section" aria-labelledby="look">
        <h2 id="look">How the page looks</h2>
        <div className="sw-form sw-choices">
          <ChoiceField
            name="zone"
            legend="Times"
            labels={{ plan: 'The plan’s time zone first', utc: 'UTC first' }}
          />
          <ChoiceField
            name="theme"
            legend="Colors"
            labels={{ system: 'As the system has them', light: 'Light', dark: 'Dark' }}
          />
          <ChoiceField
            name="density"
            legend="Rows"
            labels={{ comfortable: 'Comfortable', compact: 'Compact' }}
          />
        </div>
      </section>
      <section className="sw-section" aria-labelledby="keys">
        <h2 id="keys">Keys</h2>
        <div className="sw-form">
          <ChoiceField name="keys" legend="Single keys" labels={{ on: 'On', off: 'Off' }} />
        </div>
        <p>
          They do nothing while you type. Tab, Enter, Space and the arrows work either way, and no key decides
          anything.
        </p>
        <KeyTable />
      </section>
    </>
  );
}
