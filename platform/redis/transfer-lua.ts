import { FIGURES_LUA } from './figure-lua.ts';

/**
 * Joins observations into the sets of their transfers. An observation replaces an older one of its event: they begin with a stamp that sorts
 * by time, then removals last. A set that changed gets a higher version. Gives, for each transfer whose view is not of its set's version, that
 * version, what is noted of its promise and all observations: those that came with this call by their place in it, the others whole. A set is
 * read in one go, and written in one: calls from a script to the server are what it costs. The keys given are what the scripts' keys begin
 * with, and all else is one argument: it is a single Redis, as the keys of a batch would not lie in one slot of a cluster either.
 */
export const JOIN_LUA = `
local args = cmsgpack.unpack(ARGV[1])
local kept, now, most = args[1], tonumber(args[2]), tonumber(args[3])
local answer = {}
local at = 4
while at <= #args do
  local set = KEYS[1] .. args[at]
  local view = KEYS[2] .. args[at]
  local count = tonumber(args[at + 1])
  at = at + 2
  local all = redis.call('HGETALL', set)
  local held, size, version, promise = {}, 0, 0, ''
  for n = 1, #all, 2 do
    if all[n] == '#' then version = tonumber(all[n + 1])
    elseif all[n] == '$' then promise = all[n + 1] else
      held[all[n]] = all[n + 1]
      size = size + 1
    end
  end
  local changed = count < 0
  local given, fields = {}, {}
  for place = 0, count - 1 do
    local id, stamp = args[at], args[at + 1]
    local old = held[id]
    if (old and string.sub(old, 1, 17) < stamp) or (not old and size < most) then
      if not old then size = size + 1 end
      held[id] = stamp .. args[at + 2]
      given[id] = place
      fields[#fields + 1] = id
      fields[#fields + 1] = held[id]
      changed = true
      if #fields > 1000 then
        redis.call('HSET', set, unpack(fields))
        fields = {}
      end
    end
    at = at + 3
  end
  if changed and (version > 0 or count > 0) then
    version = math.max(version + 1, now)
    fields[#fields + 1] = '#'
    fields[#fields + 1] = string.format('%.0f', version)
    redis.call('HSET', set, unpack(fields))
    redis.call('PEXPIRE', set, kept)
  end
  local item = false
  if version > tonumber(redis.call('HGET', view, 'v') or '0') then
    item = { string.format('%.0f', version), promise }
    for id, observation in pairs(held) do item[#item + 1] = given[id] or string.sub(observation, 18) end
  end
  answer[#answer + 1] = item
end
return answer
`;

/**
 * Writes views that are newer than what is there, with all that finds them and what they add to the figures, and announces them in the same
 * breath. Beside a view stands what it is found by (`t`, `a`), when it is due (`d`), what it has added (`f`) and whether it is stuck (`s`), so
 * that lists and counts are touched only when that changes: most events change none of it. What many views of a call touch, as the list of
 * everybody, is trimmed and renewed once, at its end.
 */
export const WRITE_LUA = `
${FIGURES_LUA}
local due_list, wanted, changes, stuck_list = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local views, sets, by_transaction, by_address = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local args = cmsgpack.unpack(ARGV[1])
local kept, finders_kept, listed_most, listed_from, channel, now, day = unpack(args, 1, 7)
local anything_wanted = redis.call('EXISTS', wanted) == 1
local listed = {}
for at = 8, #args, 11 do
  local name, version, body, started, due = unpack(args, at, at + 4)
  local transactions, addresses, tally, promise, stuck, waits = unpack(args, at + 5, at + 10)
  local view = views .. name
  local old = redis.call('HMGET', view, 'v', 't', 'a', 'd', 'f', 's')
  if tonumber(old[1] or '0') < tonumber(version) then
    local counted = figures_move(old[5] or '', tally)
    local t, a = day .. ' ' .. transactions, day .. ' ' .. started .. ' ' .. addresses
    redis.call('HSET', view, 'v', version, 'body', body, 't', t, 'a', a, 'd', due, 'f', counted, 's', stuck)
    redis.call('PEXPIRE', view, kept + waits)
    -- What its set was given when the last event came would end before its user's turn does.
    if tonumber(waits) > 0 then redis.call('PEXPIRE', sets .. name, kept + waits) end
    if promise ~= '' then
      local set, of = redis.call('HMGET', sets .. name, '#', '$'), '^[^\\n]*'
      -- What is noted of the same transaction stands: it may have been restored meanwhile.
      if set[1] and string.match(set[2] or '', of) ~= string.match(promise, of) then redis.call('HSET', sets .. name, '$', promise) end
    end
    if old[2] ~= t then
      for transaction in string.gmatch(transactions, '%S+') do
        redis.call('SADD', by_transaction .. transaction, name)
        redis.call('PEXPIRE', by_transaction .. transaction, finders_kept + waits)
        if anything_wanted then redis.call('ZREM', wanted, transaction) end
      end
    end
    if old[3] ~= a then
      for address in string.gmatch(addresses, '%S+') do
        local added = redis.call('ZADD', by_address .. address, started, name)
        listed[address] = (listed[address] or 0) + added
      end
    end
    if old[4] ~= due then
      if due == '' then redis.call('ZREM', due_list, name) else redis.call('ZADD', due_list, due, name) end
    end
    if old[6] ~= stuck then
      if stuck == '1' then redis.call('ZADD', stuck_list, started, name) else redis.call('ZREM', stuck_list, name) end
    end
    redis.call('PUBLISH', channel, body)
  end
end
for address, added in pairs(listed) do
  local list = by_address .. address
  if added > 0 then
    redis.call('ZREMRANGEBYRANK', list, 0, -1 - tonumber(listed_most))
    redis.call('ZREMRANGEBYSCORE', list, '-inf', listed_from)
  end
  redis.call('PEXPIRE', list, finders_kept)
end
figures_moved(tonumber(now), changes)
return 1
`;
