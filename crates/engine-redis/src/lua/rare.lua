-- What commits seldom need: the body of a function that is called by the first that does, with how many operations of a document are kept
-- and the node.

-- Whether a stored value has ended by a time.
local function has_ended(stored, now)
  local ends = kept_until(stored)
  return ends and ends <= now
end

-- Whether a text comes before another by their bytes. Lua's own comparison asks the server's language.
local function before(a, b)
  for i = 1, math.min(#a, #b) do
    local one, other = string.byte(a, i), string.byte(b, i)
    if one ~= other then return one < other end
  end
  return #a < #b
end

-- What all names of an interval begin with in which a name is; nothing where it is in none. An interval is a text, with which its names
-- begin; or that, what follows in the first one, and what does in the first behind it, which is empty where there is none of that beginning.
local function interval_of(name, intervals)
  for i = 1, #intervals do
    local interval = intervals[i]
    if type(interval) == 'string' then
      if starts(name, interval) then return interval end
    elseif starts(name, interval[1]) then
      local rest = string.sub(name, #interval[1] + 1)
      if not before(rest, interval[2]) and (interval[3] == '' or before(rest, interval[3])) then return interval[1] end
    end
  end
end

-- What all names of an interval begin with in which something was written after commit n, behind a star; nothing where there is none. It
-- is also what is waited for: the next time that somebody reads as much, the interval may be another.
local function written_with(intervals, n, touched)
  local function meets(name)
    local found = interval_of(name, intervals)
    return found and '*' .. found
  end
  for name in pairs(touched) do
    local found = meets(name)
    if found then return found end
  end
  for _, name in ipairs(rc('ZRANGEBYSCORE', WRITTEN, '(' .. n, '+inf')) do
    local found = meets(name)
    if found then return found end
  end
end

-- Whether something of what was read expires between two times.
local function expires(keys, intervals, was, now)
  for i = 1, keys and #keys or 0 do
    local kind = string.byte(keys[i])
    -- Values of the three spaces: v, g, s.
    if kind == 118 or kind == 103 or kind == 115 then
      local found = rc('HGET', VALUES, keys[i])
      local ends = found and kept_until(found)
      if ends and was < ends and ends <= now then return true end
    end
  end
  if intervals then
    for _, name in ipairs(rc('ZRANGEBYSCORE', EXPIRY, '(' .. was, now)) do
      if interval_of(name, intervals) then return true end
    end
  end
  return false
end

local function is_claimed(job)
  return rc('HGET', JOB .. job[1], 'c') == job[2] and rc('ZSCORE', CLAIMED, job[1])
end

-- Lets only so many operations be kept, the newest. Those after the content have to be among them, for it can't be brought up to date
-- without them.
local function trim(name, keep, result)
  local kept = result[2]
  if kept <= keep then return end
  result[2] = keep
  for _, gone in ipairs(rc('LPOP', OPERATIONS .. name, kept - keep)) do result[#result + 1] = gone end
end

-- What can't be told from the operation itself: the content before, how many operations are kept, and which went.
local function operate(write, names)
  local name, version, operation, content = write[2], write[3], write[4], write[5]
  rc('HSET', VERSIONS, name, version)
  local kept = rc('RPUSH', OPERATIONS .. name, operation)
  names[#names + 1] = name
  local result = { true, kept }
  if content ~= '' then
    result[1] = rc('HGET', CONTENTS, name)
    rc('HSET', CONTENTS, name, version .. '|' .. content)
  end
  if kept > operations then
    local content_version = version
    if content == '' then
      local found = rc('HGET', CONTENTS, name)
      content_version = found and kept_until(found) or 0
    end
    trim(name, math.max(operations, version - content_version), result)
  end
  return result
end

-- The content of the version that the document has. What can't be told from the write: as with an operation.
local function store_content(write, names)
  local name, version, content = write[2], write[3], write[4]
  local result = { rc('HGET', CONTENTS, name), rc('LLEN', OPERATIONS .. name) }
  rc('HSET', CONTENTS, name, version .. '|' .. content)
  names[#names + 1] = name
  trim(name, operations, result)
  return result
end

-- What can't be told from the deletion: the version that it makes, the content before, and the operations.
local function delete_document(write, names)
  local name = write[2]
  local before = rc('HGET', VERSIONS, name)
  if not before then return 0 end
  local version = string.format('%.0f', before + 1)
  local result = { tonumber(version), rc('HGET', CONTENTS, name) }
  for _, gone in ipairs(rc('LRANGE', OPERATIONS .. name, 0, -1)) do result[#result + 1] = gone end
  rc('DEL', OPERATIONS .. name)
  rc('HSET', VERSIONS, name, version)
  rc('HSET', CONTENTS, name, version .. '|null')
  names[#names + 1] = name
  return result
end

local function adopt(write, names)
  local name = write[2]
  rc('HSET', VERSIONS, name, write[3])
  if write[4] > 0 then
    rc('HSET', CONTENTS, name, write[4] .. '|' .. write[5])
  else
    rc('HDEL', CONTENTS, name)
  end
  rc('DEL', OPERATIONS .. name)
  for _, operation in ipairs(write[6]) do rc('RPUSH', OPERATIONS .. name, operation) end
  names[#names + 1] = name
  return 0
end

-- The first write of a document that meets another version than it needs, and that version.
local function unfit(documents)
  local at = {}
  for i = 1, #documents do
    local kind, name, version = documents[i][1], documents[i][2], documents[i][3]
    local before = at[name] or tonumber(rc('HGET', VERSIONS, name) or 0)
    if kind == 3 and before + 1 ~= version then return i, before end
    if kind == 13 and (before ~= version or version == 0) then return i, before end
    if kind == 14 then version = before > 0 and before + 1 or 0 end
    at[name] = version
  end
end

-- Whether a connection is in a room by another node, which is alive: that was taken for ended by who lets it leave, and is back.
local function is_kept(room, member)
  local owner = rc('HGET', MEMBERS .. room, member)
  local lease = owner and owner ~= node and rc('ZSCORE', LEASES, owner)
  return lease and tonumber(lease) > clock()
end

local function schedule(tag, static, due, now)
  if tag ~= '' then forget_job(tag, now) end
  local number = rc('HINCRBY', META, 'q', 1)
  local id = string.format('%016x', number)
  if tag ~= '' then rc('HSET', NAMED, tag, id) end
  rc('HSET', JOB .. id, 's', static, 'd', due, 'a', 0, 't', tag, 'c', '')
  rc('ZADD', WAITING, due, id)
end

local function enter(room, user, member, names)
  if rc('HSETNX', MEMBERS .. room, member, node) == 0 then return 0 end
  rc('SADD', SEATS .. node, cmsgpack.pack({ room, user, member }))
  names[#names + 1] = 'm' .. room
  if rc('HINCRBY', ONLINE, user, 1) > 1 then return 1 end
  names[#names + 1] = 'u' .. user
  return 2
end

-- What became of a write, and whether it may have changed when the next job is due.
local function write_rare(write, names, now)
  local kind = write[1]
  if kind == 2 then
    local old = remove_value(write[2])
    if old then names[#names + 1] = write[2] end
    return old
  elseif kind == 3 then
    return operate(write, names)
  elseif kind == 6 then
    schedule(write[2], write[3], write[4], now)
    return 0, true
  elseif kind == 7 then
    forget_job(write[2], now)
    return 0, true
  elseif kind == 8 then
    return enter(write[2], write[3], write[4], names)
  elseif kind == 9 then
    return leave(write[2], write[3], write[4], names)
  elseif kind == 12 then
    return adopt(write, names)
  elseif kind == 13 then
    return store_content(write, names)
  elseif kind == 14 then
    return delete_document(write, names)
  end
  return 0
end

return {
  has_ended = has_ended, written_with = written_with, expires = expires, is_claimed = is_claimed, unfit = unfit,
  is_kept = is_kept, remove_job = remove_job, next_due = next_due, write = write_rare,
  wait_turn = wait_turn, turn_before = turn_before, end_turns = end_turns,
}
