-- Turns: who waits to change what others change all the time, in the order in which they came.
--
-- Whoever lost before queues up for what it lost by. Whoever writes that must wait until it comes first, so that the first gets through
-- whatever the others do. A turn that nobody takes up ends by itself.
local TURNS = base .. ':turns'
-- How long a place in a queue is kept for somebody who is silent, in milliseconds.
local PATIENCE = 1500
local turns, at

local function turn_text(queue)
  local parts = {}
  for i = 1, #queue do parts[i] = queue[i][1] .. ' ' .. string.format('%.0f', queue[i][2]) end
  return table.concat(parts, ' ')
end

local function save_turns(name)
  local queue = turns[name]
  if #queue > 0 then
    rc('HSET', TURNS, name, turn_text(queue))
  else
    turns[name] = nil
    rc('HDEL', TURNS, name)
  end
end

-- All queues, by the name of what is waited for, or a star and a prefix of names.
local function load_turns()
  if turns then return turns end
  turns, at = {}, clock()
  local all = rc('HGETALL', TURNS)
  local is_any = false
  for i = 1, #all, 2 do
    local queue, count = {}, 0
    for who, ends in string.gmatch(all[i + 1], '(%S+) (%d+)') do
      count = count + 1
      if tonumber(ends) > at then queue[#queue + 1] = { who, tonumber(ends) } end
    end
    turns[all[i]] = queue
    is_any = is_any or #queue > 0
    if #queue < count then save_turns(all[i]) end
  end
  if not is_any then rc('HDEL', META, 't') end
  return turns
end

-- Queues up; the answer says how many are before.
local function wait_turn(name, who, number)
  local queue = load_turns()[name] or {}
  turns[name] = queue
  local place
  for i = 1, #queue do
    if queue[i][1] == who then place = i end
  end
  place = place or #queue + 1
  queue[place] = { who, at + PATIENCE }
  save_turns(name)
  rc('HSET', META, 't', '1')
  return string.format('turn %d %d %s', place - 1, number, name)
end

-- What a commit that writes these has to wait for; nothing where it comes first, or comes first anywhere: else two could wait for each other.
local function turn_before(writes, who)
  load_turns()
  local found
  for name, queue in pairs(turns) do
    if queue[1][1] == who then return nil end
    for i = 1, #writes do
      local kind, written = writes[i][1], writes[i][2]
      if kind == 8 or kind == 9 then written = 'm' .. written end
      local is_name = kind == 1 or kind == 2 or kind == 3 or kind == 8 or kind == 9 or kind >= 12
      if is_name and (written == name or (string.byte(name) == 42 and starts(written, string.sub(name, 2)))) then found = name end
    end
  end
  return found
end

-- Whoever got through waits no longer.
local function end_turns(who)
  for name, queue in pairs(load_turns()) do
    for i = #queue, 1, -1 do
      if queue[i][1] == who then
        table.remove(queue, i)
        save_turns(name)
      end
    end
  end
end
