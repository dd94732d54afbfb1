-- A chunk as HTML for the web: its head, its code, in which each chunk that it uses
-- opens in place, and its foot. Pages hold much code, so its markup is short: see
-- `elements`, and "chunks" in book/gradus.css.
local labels = require 'book.labels'
local code = require 'book.code'
local escape = require('book.escape').html
local chunks = require 'book.chunks'
local letters = require 'book.letters'

local M = {}

-- The classes of book/code.lua as elements.
local elements = { kw = 'b', co = 'i', ty = 'u', pp = 'u', st = 'q', nu = 'var' }

-- An expansion's class says by how many columns it is indented (book/gradus.css).
local indents = { [2] = true, [4] = true, [8] = true, [12] = true, [16] = true }

-- Where the reader is: the page, and the last chapter that it knows.
local page, chapter = '', nil

-- The names that a piece of code uses are links in it. The pages of a chapter's answers
-- and of its programs and tests are heavy, and don't list them again.
local function at_the_back() return page:match('^%d+%-answers%.') or page:match('^%d+%-tests%.') end

function M.on_page(name)
  page, chapter = name, tonumber(name:match('^(%d+)%-')) or math.huge
end

local function href(label)
  local where = labels.label(label)
  if not where then return '#' .. label end
  return (where.page == page and '' or where.page) .. '#' .. label
end

local function file_of(label)
  local where = labels.label(label)
  return where and where.file or ''
end

local function tag_of(label)
  local where = labels.label(label)
  return where and where.number or '?'
end

local function reference(class, name, label)
  return ('<a class="%s" href="%s">⟨%s⟩</a>'):format(class, href(label), escape(name))
end

local function tag_link(label) return ('<a href="%s">%s</a>'):format(href(label), tag_of(label)) end

-- ------------------------------------------------------------------------ code

local function plain(inlines)
  local out = {}
  for _, inline in ipairs(inlines) do
    if inline.t == 'Str' then
      out[#out + 1] = escape(inline.text)
    elseif inline.t == 'Span' then
      local element = elements[inline.classes[1]]
      out[#out + 1] = ('<%s>%s</%s>'):format(element, escape(inline.content[1].text), element)
    end
  end
  return table.concat(out)
end

local read = {}    -- of each part's label: its inlines

local function inlines_of(part)
  if not read[part.label] then
    local language = code.language(file_of(part.label):match('%S+') or '')
    read[part.label] = code.inlines(part.pieces, language, function(ref)
      return ref ~= part.label and labels.knows(part.label, ref)
    end)
  end
  return read[part.label]
end

local expansion

-- A long file has a page of its own, which shows it whole: its chunk is an outline, in
-- which nothing opens.
local LONG = 25000    -- bytes of markup
local outline = false

-- A chunk's name, which leads to the chunk, behind a box that opens it here.
local function opening(name, label)
  return ('<input type="checkbox" aria-label="Open ⟨%s⟩ here">'):format(escape(name)) .. reference('chunk-ref', name, label)
end

-- A name is a link where it first stands in a listing; the others would only be in
-- the way of somebody who goes from link to link.
local function name_of(link, linked)
  local words = plain(link.content)
  if linked[link.target] then return words end
  linked[link.target] = true
  return ('<a href="%s">%s</a>'):format(href(link.target:sub(2)), words)
end

-- The code of a part, open for what it uses. What a line's use opens to stands after
-- the line; the style sheet finds it as the element after the name.
local function code_of(part, linked, bare, inlines)
  local out, waiting, column, indented = {}, nil, 0, true
  local function put(text) out[#out + 1] = text end
  local function settle() if waiting then put(waiting) waiting = nil end end
  for _, inline in ipairs(inlines or inlines_of(part)) do
    local is_link = inline.t == 'Link'
    if inline.t == 'RawInline' then
      put(inline.text)
    elseif inline.t == 'LineBreak' then
      put('\n')
      settle()
      column, indented = 0, true
    elseif is_link and inline.classes:includes('chunk-ref') then
      settle()
      local name = pandoc.utils.stringify(inline.content):gsub('^⟨', ''):gsub('⟩$', '')
      local label = inline.target:sub(2)
      if outline then
        put(reference('chunk-ref', name, label))
      else
        put(opening(name, label))
        waiting = expansion(name, indented and column or 0, linked)
      end
      indented = false
    elseif inline.t == 'Str' or bare then
      local text = pandoc.utils.stringify(inline)
      put(escape(text))
      column, indented = column + #text, indented and not text:match('%S')
    else
      settle()
      put(is_link and name_of(inline, linked) or plain { inline })
      indented = false
    end
  end
  if waiting then put('\n' .. waiting) end
  return (table.concat(out):gsub('%s+$', ''))
end

local function from(label, words) return ('<a class="from" href="%s">%s</a>\n'):format(href(label), words) end

-- Programs and tests are long: what opens within one is set without colours.
local function is_engine_proper(part)
  return file_of(part.label):match('code/[^/]*%.[ch]%f[%s%z]') ~= nil
end

-- What a chunk comes to as of this page's chapter: its parts, those of other chapters
-- than the first marked, and where it goes on.
function expansion(name, column, outside)
  local linked = setmetatable({}, { __index = outside })
  local parts, out = chunks.parts(name), {}
  local said = #parts > 0 and (parts[#parts].chapter ~= parts[1].chapter and chapter or parts[1].chapter)
  for _, part in ipairs(parts) do
    if part.chapter > chapter then
      local words = #out == 0 and 'comes in chapter ' or 'continued in chapter '
      out[#out + 1] = from(part.label, words .. part.chapter)
      break
    end
    if part.chapter ~= said then out[#out + 1] = from(part.label, 'from chapter ' .. part.chapter) end
    said = part.chapter
    out[#out + 1] = code_of(part, linked, not is_engine_proper(part)) .. '\n'
  end
  local class = indents[column] and (' class="i%d"'):format(column) or ''
  return ('<span%s>%s</span>'):format(class, (table.concat(out):gsub('\n$', '')))
end

-- marked changes the inlines of the part's own code.
function M.code(part, marked)
  local inlines = inlines_of(part)
  inlines = marked and marked(inlines) or inlines
  local text = code_of(part, {}, false, inlines)
  if #text > LONG and chunks.is_engine(part.name) then
    outline = true
    text = code_of(part, {}, false, inlines)
    outline = false
  end
  return '<pre tabindex="0"><code>' .. text:gsub('^%s*\n', '') .. '</code></pre>'
end

-- --------------------------------------------------------------- head and foot

local function file_link(file, part, words)
  local is_file = file == part.name
  if not chunks.is_engine(file) then return is_file and '' or escape(words) end
  return ('<a href="%s#%s">%s</a>'):format(chunks.page_of(file), part.label, is_file and '<span class="whole">the whole file</span>' or escape(words))
end

-- Of several files a folder is named once: code/programs/forget.c, learn.c.
local function file_links(part)
  local links, folder = {}, nil
  for file in file_of(part.label):gmatch('%S+') do
    local own = file:match('^.*/') or ''
    links[#links + 1] = file_link(file, part, own == folder and file:sub(#own + 1) or file)
    folder = own
  end
  return table.concat(links, ', ')
end

local function head(part)
  return ('<div class="chunk-head"><a href="#%s">%s</a> <span class="chunk-name">⟨%s⟩&nbsp;%s</span> <span class="chunk-file">%s</span></div>')
    :format(part.label, tag_of(part.label), escape(part.name), part.previous and '+≡' or '≡', file_links(part))
end

local function listed(items) return table.concat(items, ', ') end

local used_in

-- The chunks that use a name as a chunk defines it, and not a namesake.
local function uses_of(name, label)
  if not used_in then
    used_in = {}
    for line in (labels.slurp(labels.build .. '/weave/identifiers.tsv') or ''):gmatch('[^\n]+') do
      local each, _, id, ids = line:match('^(.-)\t(.-)\t(.-)\t(.*)$')
      used_in[each .. '\t' .. id] = ids
    end
  end
  return (used_in[name .. '\t' .. label] or ''):gmatch('%S+')
end

-- The first chunks in code/ that use a name, by their tags.
local most = 3

local function users(part, name)
  local tags, others = {}, 0
  for label in uses_of(name, part.label) do
    if label ~= part.label and file_of(label):match('^code/') then
      if #tags < most then tags[#tags + 1] = tag_link(label) else others = others + 1 end
    end
  end
  if others > 0 then tags[#tags + 1] = ('<a href="%s#name-%s">%d&nbsp;more</a>'):format(letters.page('identifiers', name), name, others) end
  return #tags > 0 and ' (used in ' .. listed(tags) .. ')' or ''
end

-- Each name that the code of a part links to, once.
local function uses(part)
  local found, seen = {}, {}
  for _, inline in ipairs(inlines_of(part)) do
    if inline.t == 'Link' and not inline.classes:includes('chunk-ref') and not seen[inline.target] then
      seen[inline.target] = true
      found[#found + 1] = ('<a href="%s">%s</a>'):format(href(inline.target:sub(2)), escape(pandoc.utils.stringify(inline.content)))
    end
  end
  return found
end

local function as_of(part)
  local files = {}
  for file in file_of(part.label):gmatch('code/%S+') do files[#files + 1] = file end
  local chapters = chunks.chapters(part.name)
  if #files == 0 or #chapters < 2 then return {} end
  local links = {}
  for i, each in ipairs(chapters) do
    links[i] = ('<a href="%s?as-of=%d#%s">%d</a>'):format(chunks.page_of(files[1]), each, part.label, each)
  end
  return links
end

local function foot(part)
  local sentences = {}
  local function say(words, links)
    if #links > 0 then sentences[#sentences + 1] = words .. ' ' .. listed(links) .. '.' end
  end
  local used = {}
  for i, label in ipairs(part.used_in) do
    used[i] = reference('chunk-ref', labels.label(label).title, label) .. ' ' .. tag_of(label)
  end
  say('Used in', used)
  say('Continues', { part.previous and tag_link(part.previous) })
  say('Continued in', { part.next and tag_link(part.next) })
  local defined = {}
  for i, name in ipairs(part.defines) do defined[i] = '<code>' .. escape(name) .. '</code>' .. users(part, name) end
  say('Defines', defined)
  local used_here = at_the_back() and {} or uses(part)
  if #used_here > 0 then say('Uses', { '<code>' .. listed(used_here) .. '</code>' }) end
  local versions = as_of(part)
  if #versions > 0 then sentences[#sentences + 1] = '<span class="as-of">As of chapter ' .. listed(versions) .. '.</span>' end
  if #sentences == 0 then return '' end
  return '<div class="chunk-foot">' .. table.concat(sentences, ' ') .. '</div>'
end

-- An engine's file as it stood after each chapter that changed it: a choice of
-- chapters, and under it the lines. What a chapter brought is in elements .fN, and
-- `versions` is the style that hides and marks them.
local function lines_by_chapter(lines)
  local pieces = {}
  for i, line in ipairs(lines) do
    if i > 1 then pieces[#pieces + 1] = { text = '\n' } end
    for _, piece in ipairs(line.pieces) do pieces[#pieces + 1] = piece end
  end
  return pieces
end

local function versions_style(chapters)
  local rules = {}
  for i, each in ipairs(chapters) do
    local later = {}
    for j = i + 1, #chapters do later[#later + 1] = '.f' .. chapters[j] end
    local chosen = ('main:has(#after-%d:checked) '):format(each)
    if #later > 0 then rules[#rules + 1] = chosen .. ':is(' .. table.concat(later, ',') .. '){display:none}' end
    if i > 1 then
      rules[#rules + 1] = chosen .. ('span.f%d{background:var(--added)}'):format(each)
      rules[#rules + 1] = chosen .. ('span.f%d::before{content:"+"}'):format(each)
    end
  end
  return '<style>' .. table.concat(rules, '\n') .. '</style>'
end

local function versions_choice(lines, chapters)
  local out, total = { '<fieldset class="versions"><legend>As it stood after chapter</legend>' }, 0
  for i, each in ipairs(chapters) do
    local added = 0
    for _, line in ipairs(lines) do if line.chapter == each then added = added + 1 end end
    total = total + added
    out[#out + 1] = ('<label><input type="radio" name="after" id="after-%d" value="%d"%s> %d <small>%s</small></label>')
      :format(each, each, i == #chapters and ' checked' or '', each,
      i == 1 and '(' .. total .. ' lines)' or '(<span aria-hidden="true">+</span>' .. added .. '<span class="unseen"> lines</span>)')
  end
  out[#out + 1] = '</fieldset><p class="versions-key">Lines that the chosen chapter added are tinted and marked +.</p>'
  return table.concat(out)
end

local function anchor(label, seen, class, words)
  local id = seen[label] and '' or (' id="%s"'):format(label)
  seen[label] = true
  return ('<a%s%s href="%s">%s</a>'):format(class, id, href(label), words)
end

local function brought_by(line, chapters) return line.chapter > chapters[1] and ' f' .. line.chapter or '' end

-- Where a part of a chunk begins its name stands above it, unless the file has it there
-- already, as a comment.
local function marker(line, chapters, seen)
  local part = line.part
  if seen[part.label] then return '' end
  return anchor(part.label, seen, (' class="from%s"'):format(brought_by(line, chapters)), ('%s ⟨%s⟩'):format(tag_of(part.label), escape(part.name)))
end

local function naming(line, seen)
  local first = chunks.parts(line.names)[1]
  return ('%s<i>/* %s */</i>'):format(line.indent, anchor(first.label, seen, '', escape(line.names)))
end

function M.file(name)
  local lines, chapters = chunks.history(name)
  local inlines = code.inlines(lines_by_chapter(lines), code.language(name), function(ref) return labels.knows(lines[1].part.label, ref) end)
  local out, number, seen, linked, words = {}, 1, {}, {}, {}
  local function finish()
    local line = lines[number]
    if not line.names then out[#out + 1] = marker(line, chapters, seen) end
    local text = (line.names and naming(line, seen) or table.concat(words)) .. '\n'
    if name:match('/Makefile$') then text = text:gsub('^        ', '\t') end -- as book/tangle does
    out[#out + 1] = line.chapter == chapters[1] and text or ('<span class="f%d">%s</span>'):format(line.chapter, text)
    words, number = {}, number + 1
  end
  for _, inline in ipairs(inlines) do
    if inline.t == 'LineBreak' then finish()
    else words[#words + 1] = inline.t == 'Link' and name_of(inline, linked) or plain { inline } end
  end
  finish()
  local listing = '<pre tabindex="0"><code>' .. table.concat(out) .. '</code></pre>'
  if #chapters == 1 then return ('<p>All of it is from chapter&nbsp;%d.</p>'):format(chapters[1]) .. '<div class="chunk file">' .. listing .. '</div>', '' end
  return versions_choice(lines, chapters) .. '<div class="chunk file">' .. listing .. '</div>', versions_style(chapters)
end

function M.chunk(label, marked)
  local part = chunks.chunk(label)
  local class = part.name:match('explain%-.*%.txt$') and 'chunk prose' or 'chunk'
  return ('<div class="%s" id="%s">%s\n%s\n%s</div>'):format(class, label, head(part), M.code(part, marked), foot(part))
end

return M
