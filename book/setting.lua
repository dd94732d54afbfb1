-- A chunk for paper and for the e-book: its head, its code, its foot. The web's is in
-- book/listing.lua.
local labels = require 'book.labels'
local chunks = require 'book.chunks'
local code = require 'book.code'
local escape = require 'book.escape'

local M = {}

local List = pandoc.List

-- ------------------------------------------------------------------------- code

-- The lines of code, each as what `words` makes of its inlines.
local function by_lines(inlines, words)
  local lines, line = List(), {}
  for _, inline in ipairs(inlines) do
    if inline.t == 'LineBreak' then
      lines:insert(table.concat(line))
      line = {}
    else
      line[#line + 1] = words(inline)
    end
  end
  lines:insert(table.concat(line))
  return lines
end

local function latex_of(inline)
  if inline.t == 'Str' then return escape.latex_code(inline.text) end
  if inline.classes:includes('chunk-ref') then
    local name = pandoc.utils.stringify(inline.content):gsub('^⟨', ''):gsub('⟩$', '')
    return '\\chunkref{' .. inline.target:sub(2) .. '}{' .. escape.latex_name(name) .. '}'
  end
  local text = table.concat(inline.content:map(latex_of))
  if inline.t == 'Link' then return '\\hyperlink{' .. inline.target:sub(2) .. '}{' .. text .. '}' end
  local term, class = inline.attributes.term, inline.classes[1]
  if term then return ('\\pairedcode{%s}{%s}{%s}{%s}'):format(inline.attributes.letter, inline.identifier, term, text) end
  if class == 'st' then text = text:gsub('\\codehyphen{}', '%0\\codebreak{}') end -- a long address, say
  return '\\code' .. class .. '{' .. text .. '}'
end

-- After which lines of C may a page end? Not within a statement, a head of a function or
-- a comment, nor between a comment and what it is about, nor before what closes a block.
local function ends_of_c(lines)
  local ends, in_comment, depth = {}, false, 0
  for i, line in ipairs(lines) do
    local code, was_comment = line:gsub('"[^"]*"', '""'):gsub("'.'", "' '"), in_comment
    if in_comment then
      local rest = code:match('%*/(.*)$')
      in_comment, code = not rest, rest or ''
    end
    code = code:gsub('/%*.-%*/', '')
    if code:find('/%*') then in_comment, code = true, code:gsub('/%*.*', '') end
    code = code:gsub('%s+$', '')
    local directive = code:find('^%s*#') and not code:find('\\$')
    if not directive then
      for bracket in code:gmatch('[()]') do depth = depth + (bracket == '(' and 1 or -1) end
    end
    local about_next = code == '' and line ~= '' and (was_comment or line:find('^%s*/%*'))
    local closed = directive or code:find('[;}]$') or code:find('⟩$') or code:find('},$') or code:find('^%s*[%w_]+,$')
    local follows_brace = lines[i - 1] and lines[i - 1]:find('^%s*{$')
    local closes_next = lines[i + 1] and lines[i + 1]:find('^%s*}')
    ends[i] = not in_comment and not about_next and depth <= 0 and closed and not follows_brace and not closes_next
  end
  return ends
end

-- Where a page may end in a piece of code, set by lines of LaTeX of which a blank one is a
-- gap: not in a piece of at most `fewest` lines, nor with less than `edge` of them at either
-- end; with most ease at a gap. `ends` tells after which lines; where it has none for long,
-- a page may end after any.
local LONG = 20
function M.code_lines(lines, fewest, edge, ends)
  local out, at, since = List(), 0, 0
  local count = #lines:filter(function(line) return line ~= '' end)
  for i, line in ipairs(lines) do
    if line ~= '' then
      local gap = lines[i - 1] == ''
      local inside = count > fewest and at >= edge and count - at >= edge
      local may = inside and (gap or not ends or ends[i - 1] or since > LONG)
      if at > 0 then out:insert(not may and '\\keepcode' or gap and '\\breakcode' or '\\maybreakcode') end
      if gap and at > 0 and not (line:find('^\\chunkref') and (lines[i - 2] or ''):find('^\\chunkref')) then out:insert('\\codegap') end
      at, since = at + 1, may and 0 or since + 1
      local text, spaces = line, 0
      while text:sub(1, 2) == '\\ ' do text, spaces = text:sub(3), spaces + 1 end
      text = text:gsub('^\\codebreak{}', ''):gsub('[\\ ]+(\\textbackslash{}}*)$', '~%1')
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

local function on_paper(chunk, inlines, language)
  local ends = language == 'c' and ends_of_c(by_lines(inlines, pandoc.utils.stringify)) or nil
  local blocks = List {
    pandoc.RawBlock('latex', ('\\begin{chunk}{%s}{%s}{%s}{%s}'):format(chunk.label, escape.latex_name(chunk.name),
      chunk.previous and '+' or '', escape.latex(file_to_show(chunk)))),
    pandoc.RawBlock('latex', M.code_lines(by_lines(inlines, latex_of), 8, 3, ends)),
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
  return (edition == 'latex' and on_paper or in_ebook)(chunk, inlines, language)
end

return M
