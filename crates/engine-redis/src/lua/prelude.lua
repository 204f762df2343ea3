-- What the scripts share. KEYS[1] is the partition; all keys begin with it, so that they are in one slot of a cluster.
-- docs/engine.md lists the keys.
local rc = redis.call
local base = KEYS[1]
local META, LOG, WRITTEN = base .. ':meta', base .. ':log', base .. ':written'
local VALUES, INDEX, EXPIRY = base .. ':values', base .. ':index', base .. ':expiry'
local VERSIONS, CONTENTS, OPERATIONS = base .. ':versions', base .. ':contents', base .. ':operations:'
local ROOMS, HISTORY = base .. ':rooms', base .. ':history:'
local MEMBERS, ONLINE, SEATS, LEASES = base .. ':members:', base .. ':online', base .. ':seats:', base .. ':leases'
local JOB, WAITING, CLAIMED = base .. ':job:', base .. ':waiting', base .. ':claimed'
local ASIDE, NAMED = base .. ':aside', base .. ':named'
local NODES = base .. ':nodes'
local FORMAT = '2'
local BAR = 124

-- Redis' own time, in milliseconds and in microseconds.
local function clock()
  local time = rc('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000), time[1] * 1000000 + time[2]
end

-- A stored value is the time until which it is kept, a bar, and the value.
local function kept_until(stored)
  if string.byte(stored) == BAR then return nil end
  return tonumber(string.sub(stored, 1, string.find(stored, '|', 1, true) - 1))
end

local function starts(name, prefix)
  return string.sub(name, 1, #prefix) == prefix
end

-- When the next job is due; false for never.
local function next_due()
  local first = rc('ZRANGE', WAITING, 0, 0, 'WITHSCORES')[2]
  local ends = rc('ZRANGE', CLAIMED, 0, 0, 'WITHSCORES')[2]
  if not first then return ends or false end
  if ends and tonumber(ends) < tonumber(first) then return ends end
  return first
end

-- Numbers a commit that no node has made, remembers it, and tells it to all nodes.
local function tell(number, by, now, due, results, writes, log)
  local payload = cmsgpack.pack(number, due, results) .. cmsgpack.pack({ by, now, '', writes })
  rc('HSET', META, 'c', number)
  rc('XADD', LOG, 'MINID', '~', string.format('%d', math.max(number - log, 0)), number .. '-0', 'b', by, 'p', payload)
  rc('SPUBLISH', base, payload)
end

-- Notes when names were written last: what the reads of later commits are held against.
local function touch(names, number)
  local pairs_of = {}
  for i = 1, #names do
    pairs_of[#pairs_of + 1] = number
    pairs_of[#pairs_of + 1] = names[i]
    if #pairs_of == 2000 or i == #names then
      rc('ZADD', WRITTEN, unpack(pairs_of))
      pairs_of = {}
    end
  end
end

local function remove_value(name)
  local old = rc('HGET', VALUES, name)
  if not old then return false end
  rc('HDEL', VALUES, name)
  rc('ZREM', INDEX, name)
  if string.byte(old) ~= BAR then rc('ZREM', EXPIRY, name) end
  return old
end

-- A connection leaves a room: 0 where it was not in it, 2 where its user is nowhere now, else 1.
local function leave(room, user, member, names)
  local node = rc('HGET', MEMBERS .. room, member)
  if not node then return 0 end
  rc('HDEL', MEMBERS .. room, member)
  rc('SREM', SEATS .. node, cmsgpack.pack({ room, user, member }))
  names[#names + 1] = 'm' .. room
  if rc('HINCRBY', ONLINE, user, -1) > 0 then return 1 end
  rc('HDEL', ONLINE, user)
  names[#names + 1] = 'u' .. user
  return 2
end

local function remove_job(id)
  local tag = rc('HGET', JOB .. id, 't')
  rc('DEL', JOB .. id)
  rc('ZREM', WAITING, id)
  rc('ZREM', CLAIMED, id)
  rc('ZREM', ASIDE, id)
  if tag and tag ~= '' and rc('HGET', NAMED, tag) == id then rc('HDEL', NAMED, tag) end
end

-- Whether a later job has taken a job's name.
local function is_replaced(id, tag)
  if not tag or tag == '' then return false end
  local holder = rc('HGET', NAMED, tag)
  return holder and holder ~= id
end

-- Removes what waits under a name. What is claimed does not wait.
local function forget_job(tag, now)
  local id = rc('HGET', NAMED, tag)
  if not id then return end
  if rc('ZSCORE', WAITING, id) then return remove_job(id) end
  local ends = rc('ZSCORE', CLAIMED, id)
  if ends and tonumber(ends) <= now then remove_job(id) end
end

-- The claims of a node end with it; or only those of its calls after one.
local function release_claims(node, after)
  for _, id in ipairs(rc('ZRANGE', CLAIMED, 0, -1)) do
    local job = rc('HMGET', JOB .. id, 'o', 't', 'd', 'k')
    if job[1] == node and (not after or tonumber(job[4] or 0) > after) then
      if is_replaced(id, job[2]) then
        remove_job(id)
      else
        rc('ZREM', CLAIMED, id)
        rc('HSET', JOB .. id, 'c', '')
        rc('ZADD', WAITING, job[3], id)
      end
    end
  end
end
