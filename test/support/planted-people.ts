/** What must not leave the plan below: invented people, in every shape plans name them. */
export const planted: readonly string[] = [
  'Ondine',
  'Quillfeather',
  'Marisol',
  'Tanqueray',
  'Bexley',
  'Fennimore',
  'Ottoline',
  'Wrenfield',
  'Zephyrine',
  'Caspian',
  'Dunmorrow',
  'Hollister',
  'Vanterpool',
  'example.gov',
  'example.org',
  '555-0142',
  '555-0199',
  '5550123',
  '5550177',
  '7946 0958',
  '(202)',
];

/** A plan with people in its contacts, criteria, rollback, results, links, stages and block. */
export const plantedPlan = `# Safe Travel letter

Toggle: \`safe_travel\`

- Who is monitoring the dashboard(s)?: Product Manager (Ondine Quillfeather), ondine.quillfeather@example.gov
- Dashboard: [Ondine's Datadog board](https://vagov.ddog-gov.com/dashboard/abc?owner=marisol@example.gov)
- Ticket: [mail Marisol Tanqueray](mailto:marisol.tanqueray@example.gov)

## Incident contacts

- **During business hours:** Contact Marisol Tanqueray, engineer, via Slack
- **After hours:** Contact Bexley Fennimore via cell 2025550123
- **Weekends (Zephyrine, 555-0142):** call Zephyrine

| Name | Role | Number |
| --- | --- | --- |
| Ottoline Wrenfield | Delivery Manager | +1 202 555 0177 |
| Caspian | Engineer | (202) 555-0199 |
| Dunmorrow | Support Lead | +44 20 7946 0958 |

## Success criteria

- Error rate stays below 5%, as agreed with Bexley Fennimore; tell Ottoline otherwise
- Complaints: fewer than 10 in any 10 minutes, called in to 2025550177 or Hollister Vanterpool, hollister@example.org

## Rollback

- Ask Marisol to turn the toggle off when error rate > 10%, or text +44 20 7946 0958
- Page B. Fennimore at TBD% of timeouts

## Rollout

### Stage A: 5% of users, with Ondine Quillfeather's team

- Length of time:
- Percentage of users: 5%

#### Results

- Number of unique users: 500-1000
- Errors: 3, all seen by Marisol and Tanqueray, Marisol (202-555-0199)
- Changes: asked marisol.tanqueray@example.gov

### Stage B: 100% (Ottoline Wrenfield decides)

- Length of time: 2 days

\`\`\`stagewatch
stages:
  - { id: stage-a, label: Stage A with Ondine Quillfeather, length: 1h }
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - { id: rate, label: "Errors as agreed with Bexley Fennimore; tell Ottoline", ratio: [fails, tries] }
  - { id: asked, ask: { text: "Did Zephyrine see complaints at 555-0142?", answer: count }, limit: "= 0", breach: roll back }
gates: [{ text: "Caspian said yes" }]
accept: [{ finding: dates-missing, reason: "Agreed with Ottoline Wrenfield, 2025550177" }]
not-undone: ["Mails to hollister@example.org"]
results: { stage-a: { Errors: "3, Marisol says" } }
\`\`\`
`;
