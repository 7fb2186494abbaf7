/** A bucket holds so many counts at most, some 80 bytes each; real traffic needs some thousand. Beyond, fills of new corridors go uncounted. */
const COUNTS_MAX = 20_000;

/**
 * Lua that moves what a transfer adds to the figures. A tally is lines: a bucket's key and when it goes, twice, then measures with what
 * to add. `figures_move` takes the old one back and adds the new one, in the same breath as the view that remembers which was added: so
 * each counts once, whoever writes, however often. Whole numbers alone, so nothing stays behind. Gives the tally that counts now.
 * `figures_moved` ends the script: it marks once what all of its transfers have changed.
 */
export const FIGURES_LUA = `
local figures_touched = {}
local function figures_add(tally, sign)
  local lines = {}
  for line in string.gmatch(tally, '[^\\n]+') do lines[#lines + 1] = line end
  if sign > 0 and redis.call('HLEN', lines[1]) >= ${COUNTS_MAX} then return '' end
  for bucket = 1, 3, 2 do
    local key = lines[bucket]
    if sign > 0 or figures_touched[key] or redis.call('EXISTS', key) == 1 then
      for at = 5, #lines, 2 do
        if redis.call('HINCRBY', key, lines[at], sign * tonumber(lines[at + 1])) == 0 then redis.call('HDEL', key, lines[at]) end
      end
      figures_touched[key] = lines[bucket + 1]
    end
  end
  return tally
end
local function figures_move(before, after)
  if before == after then return after end
  if before ~= '' then figures_add(before, -1) end
  if after == '' then return '' end
  return figures_add(after, 1)
end
local function figures_moved(stamp, changes)
  if next(figures_touched) == nil then return end
  for key, gone_at in pairs(figures_touched) do
    local changed = math.max(tonumber(redis.call('HGET', key, '#') or '0') + 1, stamp)
    redis.call('HSET', key, '#', string.format('%.0f', changed))
    redis.call('PEXPIREAT', key, gone_at)
  end
  local changed = math.max(tonumber(redis.call('GET', changes) or '0') + 1, stamp)
  redis.call('SET', changes, string.format('%.0f', changed))
end
`;
