/**
 * A stretch of a list of transfers, newest first, and what each view is listed under and holds: in one exchange, as a round trip costs the
 * API more than all else of a look-up. Gives four values a transfer: its key, its place, `a` and `body`, the last two false when the view has gone.
 */
export const PAGE_LUA = `
local places = redis.call('ZREVRANGEBYSCORE', KEYS[1], ARGV[1], '-inf', 'WITHSCORES', 'LIMIT', ARGV[2], ARGV[3])
local answer = {}
for at = 1, #places, 2 do
  local view = redis.call('HMGET', KEYS[2] .. places[at], 'a', 'body')
  local to = #answer
  answer[to + 1], answer[to + 2], answer[to + 3], answer[to + 4] = places[at], places[at + 1], view[1], view[2]
end
return answer
`;

/** The bodies of all views that a transaction led to once, in one exchange. */
export const BY_TRANSACTION_LUA = `
local answer = {}
for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  answer[#answer + 1] = redis.call('HGET', KEYS[2] .. name, 'body') or nil
end
return answer
`;
