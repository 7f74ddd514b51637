/** Words that begin with a capital in release plans and are nobody's name: roles, tools, places, times, things. */
export const ordinaryWords: ReadonlySet<string> = new Set(
  `a about am are as be do go is my no of so up we access account action actions address admin after alert alerts all an analyst analysts and any api app application
  applications appointment appointments at back backend backup benefits board business by call canary cell center chat check
  claim claims clinic cloud code contact contacts content core customer daily dashboard data datadog date day days delivery
  department design designer desk dev developer developers devops digital director disability during each education email
  engineer engineering engineers enrollment error errors escalate escalation evening every experience federal feature flipper
  for form forms friday friends from front frontend full github go grafana group health help hold hotline hours if in incident
  integration issue issues it january february march april may june july august september october november december launch lead
  leadership leads letter letters level live login maintenance manager managers medical message metrics mhv mobile monday
  monitor monitoring month name names night no note notify number octo off office on oncall op operations ops or owner owners
  page pager pagerduty page pay person phase phone ping plan platform plus pm pms po point poc portal primary prod product
  production profile program project qa quality question questions reach release report research response responder review role
  roles rollback rollout saturday scrum secondary section security see senior sentry service services sev site slack sms
  software sprint sre stack staff stage staging stakeholder stakeholders step sunday support system tbd team teams tech technical
  tell test tester testers testing text the thursday ticket tier time to toggle tool triage tuesday uat unit urgent us
  user users va vets veteran veterans via vfs visit vsp watch web wednesday week weekday weekend weekends when who will with
  work yes zoom`.split(/\s+/),
);
