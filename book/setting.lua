-- A chunk for paper and for the e-book: its head, its code, its foot. The web's is in
-- book/listing.lua.
local labels = require 'book.labels'
local chunks = require 'book.chunks'
local code = require 'book.code'
local escape = require 'book.escape'

local M = {}

local List = pandoc.List

-- ------------------------------------------------------------------------- code

-- A line of LaTeX for each line of code.
local function latex_of(inlines)
  local lines, line = List(), {}
  for _, inline in ipairs(inlines) do
    if inline.t == 'Str' then
      line[#line + 1] = escape.latex_code(inline.text)
    elseif inline.t == 'LineBreak' then
      lines:insert(table.concat(line))
      line = {}
    elseif inline.t == 'Span' and inline.attributes.term then
      line[#line + 1] = ('\\pairedcode{%s}{%s}{%s}{%s}'):format(inline.attributes.letter, inline.identifier,
        inline.attributes.term, latex_of(inline.content)[1])
    elseif inline.t == 'Span' then
      line[#line + 1] = '\\code' .. inline.classes[1] .. '{' .. latex_of(inline.content)[1] .. '}'
    elseif inline.classes:includes('chunk-ref') then
      local name = pandoc.utils.stringify(inline.content):gsub('^⟨', ''):gsub('⟩$', '')
      line[#line + 1] = '\\chunkref{' .. inline.target:sub(2) .. '}{' .. escape.latex(name) .. '}'
    else
      line[#line + 1] = '\\hyperlink{' .. inline.target:sub(2) .. '}{' .. latex_of(inline.content)[1] .. '}'
    end
  end
  lines:insert(table.concat(line))
  return lines
end

-- Lines of LaTeX set as code; a blank one is a gap. A page may end inside, but not
-- after the first line or before the last, nor in a piece of at most as many lines
-- as `fewest`.
function M.code_lines(lines, fewest)
  local out, at = List(), 0
  local count = #lines:filter(function(line) return line ~= '' end)
  for i, line in ipairs(lines) do
    if line ~= '' then
      if at > 0 then out:insert((count <= fewest or at == 1 or at == count - 1) and '\\keepcode' or '\\maybreakcode') end
      if lines[i - 1] == '' and at > 0 then out:insert('\\codegap') end
      at = at + 1
      local text, spaces = line, 0
      while text:sub(1, 2) == '\\ ' do text, spaces = text:sub(3), spaces + 1 end
      out:insert(('\\codeline{%d}{%s}'):format(spaces, text))
    end
  end
  return table.concat(out, '\n')
end

-- In the e-book each line of code is a block of its own: where it is too long for the
-- reader's screen, it goes on two characters further in than it began.
local function code_lines_of_ebook(inlines)
  local function raw(text) return pandoc.RawInline('html', text) end
  local out, line = List { raw('<pre class="code"><code>') }, List()
  local function close()
    local first = line[1] and line[1].t == 'Str' and line[1].text or ''
    local indent = math.min(#first:match('^ *'), 16)
    out:insert(raw(('<span class="line in-%d">'):format(indent - indent % 2)))
    out:extend(line)
    out:insert(raw('\n</span>'))
    line = List()
  end
  for _, inline in ipairs(inlines) do
    if inline.t == 'LineBreak' then close() else line:insert(inline) end
  end
  if #line > 0 then close() end
  out:insert(raw('</code></pre>'))
  return out
end

-- A blank line at either end of a chunk separates it from its neighbours in the
-- file; on a page it would be a hole.
local function blank_ends_gone(pieces)
  local first, last = pieces[1], pieces[#pieces]
  if first and first.text then first.text = first.text:gsub('^%s*\n', '') end
  if last and last.text then last.text = last.text:gsub('%s+$', '') end
  return pieces
end

-- --------------------------------------------------------------- head and foot

local function file_of(chunk)
  local label = labels.label(chunk.label)
  return label and label.file or ''
end

-- Of many files that a chunk is part of, one, and how many others.
local function first_of(files)
  local list = List()
  for file in files:gmatch('%S+') do list:insert(file) end
  if #list < 3 then return files end
  return ('%s and %d others'):format(list[1], #list - 1)
end

-- A chunk that is a file says so by its name.
local function file_to_show(chunk)
  local files = file_of(chunk)
  return files ~= chunk.name and first_of(files) or ''
end

local function foot(chunk)
  local sentences = List()
  local function say(words, links)
    if #links == 0 then return end
    if #sentences > 0 then sentences:insert(pandoc.Str(' ')) end
    sentences:insert(pandoc.Str(words .. ' '))
    for i, link in ipairs(links) do
      if i > 1 then sentences:insert(pandoc.Str(', ')) end
      sentences:insert(link)
    end
    sentences:insert(pandoc.Str('.'))
  end
  local function part_reference(words, label)
    return { label and pandoc.Link({ pandoc.Str(words) }, '#' .. label, '', { class = 'part-ref' }) }
  end
  local used, names = {}, {}
  for i, label in ipairs(chunk.used_in) do used[i] = code.chunk_reference(labels.label(label).title, label) end
  for i, name in ipairs(chunk.defines) do names[i] = pandoc.Code(name) end
  say('Used in', used)
  say('Continues', part_reference('the part before', chunk.previous))
  say('Continued in', part_reference('the next part', chunk.next))
  say('Defines', names)
  return sentences
end

-- ------------------------------------------------------------------ the editions

local function on_paper(chunk, inlines)
  local blocks = List {
    pandoc.RawBlock('latex', ('\\begin{chunk}{%s}{%s}{%s}{%s}'):format(chunk.label, escape.latex(chunk.name),
      chunk.previous and '+' or '', escape.latex(file_to_show(chunk)))),
    pandoc.RawBlock('latex', M.code_lines(latex_of(inlines), 8)),
  }
  local sentences = foot(chunk)
  if #sentences > 0 then
    blocks:insert(pandoc.Plain(List { pandoc.RawInline('latex', '\\chunkfoot{') } .. sentences .. List { pandoc.RawInline('latex', '}') }))
  end
  blocks:insert(pandoc.RawBlock('latex', '\\end{chunk}'))
  return blocks
end

local function in_ebook(chunk, inlines)
  local name = pandoc.Span({ pandoc.Str('⟨' .. chunk.name .. '⟩') }, { class = 'chunk-name' })
  local head = List { pandoc.Span({ name, pandoc.Str(' ' .. (chunk.previous and '+≡' or '≡')) }) }
  local file = file_to_show(chunk)
  if file ~= '' then head:insert(pandoc.Span({ pandoc.Str(file) }, { class = 'chunk-file' })) end
  local div = pandoc.Div({
    pandoc.Div({ pandoc.Plain(head) }, { class = 'chunk-head' }),
    pandoc.Plain(code_lines_of_ebook(inlines)),
  }, { id = chunk.label, class = 'chunk' })
  local sentences = foot(chunk)
  if #sentences > 0 then div.content:insert(pandoc.Div({ pandoc.Plain(sentences) }, { class = 'chunk-foot' })) end
  return div
end

-- marked changes the inlines of the chunk's code; edition: latex or epub.
function M.chunk(label, edition, marked)
  local chunk = chunks.chunk(label)
  local language = code.language(file_of(chunk):match('%S+') or '')
  local inlines = marked(code.inlines(blank_ends_gone(chunk.pieces), language, function(ref) return labels.knows(label, ref) end))
  return (edition == 'latex' and on_paper or in_ebook)(chunk, inlines)
end

return M
