-- In LuaLaTeX: the side notes of a page, as it is shipped out. LaTeX sets each beside
-- its line, or below the note before it; one that would run over the foot of the text
-- is moved up here, and those above it make room.
local mark = luatexbase.attributes.sidenotemark
local hlist, vlist, glue, kern, rule = node.id('hlist'), node.id('vlist'), node.id('glue'), node.id('kern'), node.id('rule')
local APART = tex.sp('4pt')

-- Every note in a list with its top, measured from the top of the page's box.
-- In an hlist y is that of the baseline, in a vlist that of the place reached.
local function collect(parent, y, notes)
  local vertical = parent.id == vlist
  for n in node.traverse(parent.head) do
    if n.id == hlist or n.id == vlist then
      local baseline = vertical and y + n.height or y + n.shift
      if node.get_attribute(n, mark) then
        notes[#notes + 1] = { box = n, top = baseline - n.height, bottom = baseline + n.depth }
      else
        collect(n, n.id == vlist and baseline - n.height or baseline, notes)
      end
    end
    if vertical then
      if n.id == hlist or n.id == vlist or n.id == rule then y = y + n.height + n.depth
      elseif n.id == glue then y = y + node.effective_glue(n, parent)
      elseif n.id == kern then y = y + n.kern end
    end
  end
  return notes
end

local Notes = {}

-- Moves up what would stand below `foot`; says so where a page has not room enough.
function Notes.page(box, head, foot, page)
  local notes = collect(tex.box[box], 0, {})
  table.sort(notes, function(a, b) return a.top < b.top end)
  for i = #notes, 1, -1 do
    local note = notes[i]
    local up = math.max(0, note.bottom - foot)
    note.box.shift = note.box.shift - up
    foot = note.top - up - APART
    if note.top - up < head then
      texio.write_nl('log', ('Gradus: page %s: has more side notes than room beside its text'):format(page))
    end
  end
end

return Notes
