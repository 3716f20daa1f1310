export interface Drawn {
  readonly title: string
  /** As Grafana names it. */
  readonly unit: string
  readonly stacked?: boolean
  /** PromQL by what its lines are called. */
  readonly queries: Readonly<Record<string, string>>
}

interface Page {
  readonly title: string
  readonly panels: readonly Drawn[]
}

const RANGE = '[$__rate_interval]'
const perSecond = (metric: string, by: string) => `sum by (${by}) (rate(${metric}${RANGE}))`
const percentile = (metric: string, by: string) =>
  `histogram_quantile(0.99, sum by (le, ${by}) (rate(${metric}_bucket${RANGE})))`
/** Every dashboard has each event, so one of them is counted. */
const told = (...types: readonly string[]) =>
  Object.fromEntries(
    types.map((type) => [
      type,
      `max(sum by (instance) (increase(ebook_dashboard_events_total{type="ebook.${type}.v1"}[$__range])))`,
    ]),
  )

/** What is drawn, by the name of the file. */
export const DASHBOARDS: Readonly<Record<string, Page>> = {
  services: {
    title: 'services',
    panels: [
      {
        title: 'Alerts',
        unit: 'short',
        queries: { '{{alertname}}': 'count by (alertname) (ALERTS{alertstate="firing"})' },
      },
      { title: 'Up', unit: 'short', queries: { '{{job}}': 'sum by (job) (up)' } },
      {
        title: 'Budget burnt, as a multiple of what was promised',
        unit: 'short',
        queries: {
          '{{subgraph}}, 1 h': 'subgraph:ebook_budget_burn:rate1h',
          '{{subgraph}}, 3 d': 'subgraph:ebook_budget_burn:rate3d',
        },
      },
      {
        title: 'Traffic: requests of members',
        unit: 'reqps',
        stacked: true,
        queries: { '{{operation}}': perSecond('ebook_router_request_seconds_count', 'operation') },
      },
      {
        title: 'Errors: answers by status, fetches that failed',
        unit: 'reqps',
        queries: {
          '{{status}}': perSecond('ebook_router_request_seconds_count{status!="200"}', 'status'),
          '{{subgraph}} {{outcome}}': perSecond(
            'ebook_router_subgraph_fetch_seconds_count{outcome!="ANSWERED"}',
            'subgraph, outcome',
          ),
        },
      },
      {
        title: 'Latency: 99 of 100 requests are answered within',
        unit: 's',
        queries: { '{{operation}}': percentile('ebook_router_request_seconds', 'operation') },
      },
      {
        title: 'Latency: 99 of 100 fetches are answered within',
        unit: 's',
        queries: { '{{subgraph}}': percentile('ebook_router_subgraph_fetch_seconds', 'subgraph') },
      },
      {
        title: 'Traffic and errors of each subgraph',
        unit: 'reqps',
        queries: { '{{service}} {{result}}': perSecond('ebook_graphql_operation_seconds_count', 'service, result') },
      },
      {
        title: 'Saturation: CPU, cores',
        unit: 'short',
        queries: { '{{service}}': perSecond('process_cpu_seconds_total', 'service') },
      },
      {
        title: 'Saturation: memory',
        unit: 'bytes',
        queries: { '{{service}}': 'sum by (service) (process_resident_memory_bytes)' },
      },
      {
        title: 'Saturation: how late the event loop is',
        unit: 's',
        queries: { '{{service}}': 'max by (service) (nodejs_eventloop_lag_p99_seconds)' },
      },
      {
        title: 'Saturation: connections, and how many are allowed',
        unit: 'short',
        queries: {
          '{{transport}}': 'sum by (transport) (ebook_router_connections)',
          allowed: 'sum(ebook_router_connections_allowed)',
        },
      },
      {
        title: 'Subscriptions: payloads',
        unit: 'ops',
        queries: { '{{transport}}': perSecond('ebook_router_payloads_total', 'transport') },
      },
      {
        title: 'Subscriptions: begun anew, and connections that were cut',
        unit: 'ops',
        queries: {
          '{{reason}}': perSecond('ebook_router_live_resyncs_total', 'reason'),
          'cut ({{code}})': perSecond('ebook_router_socket_closes_total{code="1006"}', 'code'),
        },
      },
    ],
  },
  saga: {
    title: 'the way of a rental',
    panels: [
      {
        title: 'How many came how far, in the time that is shown',
        unit: 'short',
        queries: told(
          'rent.Rented',
          'payment.Paid',
          'book.ApprovalRequested',
          'book.Approved',
          'rent.LoanStarted',
          'rent.Returned',
        ),
      },
      {
        title: 'How many went another way',
        unit: 'short',
        queries: told('payment.PayDeclined', 'book.Refused', 'rent.CancelRequested', 'rent.Canceled', 'rent.Expired'),
      },
      {
        title: 'Events, by what they say',
        unit: 'ops',
        stacked: true,
        queries: { '{{type}}': `max by (type) (rate(ebook_dashboard_events_total${RANGE}))` },
      },
      {
        title: 'Calls from one context to another, by what came of them',
        unit: 'ops',
        queries: {
          '{{service}} → {{callee}} {{outcome}}': perSecond('ebook_guarded_calls_total', 'service, callee, outcome'),
        },
      },
      {
        title: 'Circuits: 0 closed, 1 half-open, 2 open',
        unit: 'short',
        queries: { '{{callee}}': 'max by (callee) (ebook_circuit_state)' },
      },
      { title: 'Dead letters', unit: 'short', queries: { '{{service}}': 'max by (service) (ebook_dead_letters)' } },
    ],
  },
  money: {
    title: 'money',
    panels: [
      {
        title: 'Payments that are not settled',
        unit: 'short',
        queries: { '{{status}}': 'max by (status) (ebook_payments_unsettled)' },
      },
      {
        title: 'Charged and given back, in the time that is shown',
        unit: 'short',
        queries: told(
          'payment.Paid',
          'payment.PayDeclined',
          'payment.PayVoided',
          'payment.Refunded',
          'payment.RefundFailed',
        ),
      },
      {
        title: 'Points, in the time that is shown',
        unit: 'short',
        queries: told('promotion.PromoCompleted', 'promotion.PromoCanceled', 'promotion.PromoRestored'),
      },
      {
        title: 'Statements that do not hold: rows',
        unit: 'short',
        queries: {
          '{{statement}}': 'max by (statement) (ebook_reconcile_offending) > 0',
          '{{statement}} under way': 'max by (statement) (ebook_reconcile_under_way) > 0',
        },
      },
      {
        title: 'Since the statements were last checked',
        unit: 's',
        queries: { all: 'time() - max(ebook_reconcile_last_run_timestamp_seconds)' },
      },
    ],
  },
  road: {
    title: 'outboxes, broker and view',
    panels: [
      {
        title: 'Events that wait in an outbox',
        unit: 'short',
        queries: { '{{service}}': 'max by (service) (ebook_outbox_waiting)' },
      },
      {
        title: 'How long the oldest has waited',
        unit: 's',
        queries: { '{{service}}': 'max by (service) (ebook_outbox_oldest_waiting_seconds)' },
      },
      {
        title: 'Events published and handled',
        unit: 'ops',
        queries: {
          '{{service}} published': perSecond('ebook_outbox_published_total', 'service'),
          '{{service}} handled': perSecond('ebook_inbox_handled_total', 'service'),
        },
      },
      {
        title: 'Events that wait for an earlier one',
        unit: 'short',
        queries: { '{{service}}': 'max by (service) (ebook_inbox_parked)' },
      },
      {
        title: 'NATS: 1 when it answers, and is as it was declared',
        unit: 'short',
        queries: {
          '{{service}} answers': 'min by (service) (ebook_broker_answers)',
          '{{service}} as declared': 'min by (service) (ebook_broker_as_declared)',
        },
      },
      {
        title: 'Relays: one of each',
        unit: 'short',
        queries: { '{{service}}': 'sum by (service) (ebook_relay_leading)' },
      },
      {
        title: 'What NATS had lost and the outboxes had',
        unit: 'ops',
        queries: {
          '{{service}} from {{producer}}': perSecond('ebook_inbox_repaired_total', 'service, producer'),
          'view from {{producer}}': perSecond('ebook_dashboard_mended_events_total', 'producer'),
        },
      },
      {
        title: 'The view: messages behind',
        unit: 'short',
        queries: {
          '{{instance}} pending': 'max by (instance) (ebook_dashboard_pending)',
          '{{instance}} of {{producer}}': 'max by (instance, producer) (ebook_dashboard_behind)',
        },
      },
      {
        title: 'The view: how old the last event was when it came',
        unit: 's',
        queries: { '{{instance}}': 'max by (instance) (ebook_dashboard_lag_seconds)' },
      },
      {
        title: 'Messages that were refused',
        unit: 'ops',
        queries: {
          '{{service}} {{reason}}': perSecond('ebook_inbox_refused_messages_total', 'service, reason'),
          'view {{reason}}': perSecond('ebook_dashboard_refused_messages_total', 'reason'),
        },
      },
    ],
  },
}
