// The same rules by hand in JavaScript, from bytes to bytes: what a server in Node would do for each message.

const decoder = new TextDecoder()
const encoder = new TextEncoder()
const context = {
  host: 'acme.example',
  room: 'item:dashboard-7',
  user_id: 'alice',
  connection_id: 'c1',
  timestamp: 1700000000000,
}
const store = new Map([['count:alice', '{"since":1700000000000,"count":17}']])

const isString = (value) => typeof value === 'string'
const isNumber = (value) => typeof value === 'number' && Number.isFinite(value)
const isOptional = (value, check) => value === undefined || value === null || check(value)

function checkCursor(m) {
  if (!isString(m.item_id)) throw new Error('item_id')
  if (!isString(m.user_id)) throw new Error('user_id')
  if (typeof m.position !== 'object' || m.position === null) throw new Error('position')
  if (!isNumber(m.position.x) || !isNumber(m.position.y)) throw new Error('position')
  if (!isString(m.color)) throw new Error('color')
  if (!isOptional(m.label, isString)) throw new Error('label')
  if (!Number.isSafeInteger(m.sent_at)) throw new Error('sent_at')
}

function checkChat(m) {
  if (!isString(m.channel)) throw new Error('channel')
  if (!isString(m.text)) throw new Error('text')
  if (!Array.isArray(m.mentions) || !m.mentions.every(isString)) throw new Error('mentions')
  if (!isOptional(m.reply_to, isString)) throw new Error('reply_to')
}

function cursor(m, ctx) {
  checkCursor(m)
  return {
    effects: [
      {
        kind: 'set',
        key: `cursor:${m.item_id}:${ctx.user_id}`,
        value: JSON.stringify({ x: m.position.x, y: m.position.y, color: m.color }),
        ttl: 30,
      },
      {
        kind: 'broadcast',
        room: ctx.room,
        json: encoder.encode(JSON.stringify({
          type: 'CursorUpdate',
          payload: {
            item_id: m.item_id,
            user_id: ctx.user_id,
            position: { x: m.position.x, y: m.position.y },
            color: m.color,
            label: m.label ?? null,
            sent_at: m.sent_at,
          },
        })),
        exclude: [ctx.user_id],
      },
    ],
    response: 'ack',
  }
}

function chat(m, ctx) {
  checkChat(m)
  const key = `count:${ctx.user_id}`
  const found = store.get(key)
  const before = found ? JSON.parse(found) : { since: ctx.timestamp, count: 0 }
  if (before.count >= 1000000) return { effects: [], response: 'reject' }
  return {
    effects: [
      {
        kind: 'set',
        key,
        value: JSON.stringify({ since: before.since, count: before.count + 1 }),
        ttl: 60,
      },
      {
        kind: 'broadcast',
        room: ctx.room,
        json: encoder.encode(JSON.stringify({
          type: 'ChatMessage',
          payload: {
            channel: m.channel,
            text: m.text,
            mentions: m.mentions,
            reply_to: m.reply_to ?? null,
          },
        })),
        exclude: [],
      },
    ],
    response: 'ack',
  }
}

const rules = { CursorUpdate: cursor, ChatMessage: chat }
const payloads = JSON.parse(process.argv[2])
for (const [name, text] of Object.entries(payloads)) {
  const bytes = encoder.encode(text)
  const once = () => {
    const message = JSON.parse(decoder.decode(bytes))
    return rules[message.message_type](message, context)
  }
  let kept = 0
  const run = (count) => {
    const start = process.hrtime.bigint()
    for (let i = 0; i < count; i++) kept += once().effects.length
    return Number(process.hrtime.bigint() - start) / count
  }
  run(200000)
  const rounds = Array.from({ length: 7 }, () => run(100000)).sort((a, b) => a - b)
  console.log(`${name} ${rounds[3].toFixed(0)} ${kept}`)
}
