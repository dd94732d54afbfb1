-- In LuaLaTeX: measures how the pages and columns of the printed book end, as they
-- are shipped out, and says in the log what a printer would mend: one line of a
-- paragraph by itself, one line of code by itself, a heading at a foot.
local paragraph = luatexbase.new_attribute('paragraph')
local nth = luatexbase.new_attribute('lineofparagraph')
local piece = luatexbase.attributes.piece -- which chunk or transcript
local kind = luatexbase.attributes.kind   -- what of it: its head, code, foot; or a heading
local HEAD, CODE, FOOT, HEADING = 1, 2, 3, 4 -- 4 also what belongs to a heading: an exercise's facts

local LINE = 1 -- the subtype of an hlist that is a line of a paragraph
local hlist, vlist, glyph = node.id('hlist'), node.id('vlist'), node.id('glyph')

local paragraphs, containers = 0, 0
local parts_of_paragraphs, parts_of_pieces = {}, {} -- {id -> list of {page, container, lines, ...}}
local faults = 0

local function fault(page, what)
  faults = faults + 1
  texio.write_nl('log', ('Gradus: page %s: %s'):format(page, what))
end

luatexbase.add_to_callback('post_linebreak_filter', function(head)
  paragraphs = paragraphs + 1
  local line = 0
  for n in node.traverse_id(hlist, head) do
    if n.subtype == LINE then
      line = line + 1
      node.set_attribute(n, paragraph, paragraphs)
      node.set_attribute(n, nth, line)
    end
  end
  return true
end, 'gradus.lines')

local function first_glyph(list)
  for n in node.traverse(list) do
    if n.id == glyph then return n end
    if n.id == hlist or n.id == vlist then
      local found = first_glyph(n.head)
      if found then return found end
    end
  end
end

-- The part of a paragraph or a piece in this page or column.
local function part_of(all, id, page, container)
  local parts = all[id] or {}
  all[id] = parts
  local last = parts[#parts]
  if not last or last.container ~= container then
    last = { page = page, container = container, lines = 0, code = 0, head = false, foot = false }
    parts[#parts + 1] = last
  end
  return last
end

local function count(line, page, container)
  local id = node.get_attribute(line, paragraph)
  if id then
    local part = part_of(parts_of_paragraphs, id, page, container)
    part.lines = part.lines + 1
  end
  local first = first_glyph(line.head)
  if not first then return nil end
  local which, what = node.get_attribute(first, piece), node.get_attribute(first, kind)
  if which and which > 0 then
    local part = part_of(parts_of_pieces, which, page, container)
    if node.get_attribute(line, nth) == 1 then
      if what == HEAD then part.head = true
      elseif what == FOOT then part.foot = true
      elseif what == CODE then part.code = part.code + 1 end
    end
  end
  return what or 0
end

local function walk(list, page, container)
  local last
  for n in node.traverse(list) do
    if n.id == hlist and n.subtype == LINE then
      last = count(n, page, container) or last
    elseif n.id == hlist or n.id == vlist then
      containers = containers + 1
      walk(n.head, page, n.id == vlist and containers or container)
    end
  end
  if last == HEADING then fault(page, 'ends with a heading, or with what stands under it') end
end

local Ends = {}

function Ends.page(box, page) walk(tex.box[box].head, page, 0) end

local function check_paragraphs()
  local split = 0
  for id = 1, paragraphs do
    local parts = parts_of_paragraphs[id] or {}
    if #parts > 1 then
      split = split + 1
      if parts[1].lines < 2 then fault(parts[1].page, 'ends with the first line of a paragraph') end
      if parts[#parts].lines < 2 then fault(parts[#parts].page, 'begins with the last line of a paragraph') end
    end
  end
  return split
end

local function check_pieces(last)
  local split = 0
  for id = 1, last do
    local parts = parts_of_pieces[id] or {}
    if #parts > 1 then
      split = split + 1
      for _, part in ipairs(parts) do
        if part.code == 1 then fault(part.page, 'has one line of a longer piece of code')
        elseif part.code == 0 and part.head then fault(part.page, 'has the name of a chunk without its code')
        elseif part.code == 0 and part.foot then fault(part.page, 'has the foot of a chunk without its code') end
      end
    end
  end
  return split
end

function Ends.document(pieces)
  local split, split_pieces = check_paragraphs(), check_pieces(pieces)
  texio.write_nl('log', ('Gradus: %d paragraphs, %d of them on two pages or columns; %d pieces of code, %d of them so; %d faults')
    :format(paragraphs, split, pieces, split_pieces, faults))
end

return Ends
