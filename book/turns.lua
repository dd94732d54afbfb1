-- In LuaLaTeX: where a line of code is too long for its column and goes on in the next
-- line of the page, that one begins with the mark in \turnbox, which has no width.
local kind = luatexbase.attributes.kind
local CODE = 2                -- as book/gradus.tex sets it
local LINE, LEFTSKIP = 1, 8   -- subtypes of an hlist and of glue
local hlist, glue, glyph, rule = node.id('hlist'), node.id('glue'), node.id('glyph'), node.id('rule')

local function is_code(line)
  for n in node.traverse(line.head) do
    if n.id == glyph or n.id == hlist or n.id == rule then return node.get_attribute(n, kind) == CODE end
  end
  return false
end

luatexbase.add_to_callback('post_linebreak_filter', function(head)
  local nth = 0
  for line in node.traverse_id(hlist, head) do
    if line.subtype == LINE then
      nth = nth + 1
      if nth > 1 and is_code(line) and tex.box.turnbox then
        local before = line.head
        while before and before.id == glue and before.subtype == LEFTSKIP do before = before.next end
        line.head = node.insert_before(line.head, before, node.copy_list(tex.box.turnbox))
      end
    end
  end
  return true
end, 'gradus.turns')
