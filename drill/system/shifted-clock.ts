// For `node --import`: the clock of this process goes wrong by DRILL_CLOCK_SHIFT_MS. `performance.now` and timers are
// left alone, as libfaketime leaves the monotonic clock (FAKETIME_DONT_FAKE_MONOTONIC=1).
const shiftMs = Number(process.env['DRILL_CLOCK_SHIFT_MS'] ?? 0)

if (shiftMs !== 0) {
  const RightDate = Date
  const now = () => RightDate.now() + shiftMs
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === globalThis.Date ? target : newTarget),
    apply: () => new RightDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  })
}
