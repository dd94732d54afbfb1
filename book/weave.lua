-- A pandoc filter that turns the reader's tree into an edition: runs, tables and
-- figures filled in from what the build made, links resolved across pages, side
-- notes, exercises, chunks in the form that the format needs.
--
--   -M part=chapter  one chapter's web page without its answers (page: its name)
--   -M part=answers  only its answers
--   -M part=tests    only the rest of its programs, and its tests
--   -M part=book     the whole, hints and answers at the back (paper, e-book)
local labels = require 'book.labels'
local whole = require 'book.whole'
local pairing = require 'book.pairs'
local listing = require 'book.listing'
local setting = require 'book.setting'
local escape = require 'book.escape'
local badge = require 'book.badge'
local letters = require 'book.letters'

local html = FORMAT:match('html') ~= nil or FORMAT:match('epub') ~= nil
local web = FORMAT:match('html') ~= nil
local latex = FORMAT:match('latex') ~= nil
local edition = web and 'web' or html and 'epub' or latex and 'latex' or 'plain'
local part, page = 'book', ''

local List = pandoc.List

local function raw(text) return pandoc.RawInline(latex and 'latex' or 'html', text) end
local function raw_block(text) return pandoc.RawBlock(latex and 'latex' or 'html', text) end

local function markdown_inlines(text)
  local block = pandoc.read(text, 'markdown+smart').blocks[1]
  if not block then return List() end
  if block.t ~= 'Para' and block.t ~= 'Plain' then return List { pandoc.Str(text) } end -- a lone "+", say
  return block.content
end

-- -------------------------------------------------------------- runs and tables

local function output_of(id, source)
  local text = labels.slurp(labels.build .. '/runs/' .. id .. '.txt')
  if not text then labels.stop(source, 'there is no run #' .. id, 'Name one of the chapter\'s runs: {.run #run-… cmd="…"}.') end
  return (text:gsub('\n$', ''))
end

local function lines_of(text)
  local lines = List()
  for line in (text .. '\n'):gmatch('(.-)\n') do lines:insert(line) end
  return lines
end

local function columns_of(line)
  local columns = List()
  for cell in (line .. '\t'):gmatch('(.-)\t') do columns:insert(cell) end
  return columns
end

-- Columns that tabs part stand in line, whatever their widths.
local function tabs_expanded(lines)
  local rows, widths = lines:map(columns_of), {}
  for _, columns in ipairs(rows) do
    for i = 1, #columns - 1 do widths[i] = math.max(widths[i] or 0, utf8.len(columns[i])) end
  end
  return rows:map(function(columns)
    for i = 1, #columns - 1 do columns[i] = columns[i] .. (' '):rep(widths[i] - utf8.len(columns[i]) + 2) end
    return table.concat(columns)
  end)
end

-- The first `head` and the last `tail` lines, and a sign for those between.
local function excerpt(lines, head, tail)
  head, tail = tonumber(head), tonumber(tail)
  if not head and not tail or #lines <= (head or 0) + (tail or 0) + 1 then return lines end
  local kept = List()
  for i = 1, head or 0 do kept:insert(lines[i]) end
  kept:insert('...')
  for i = #lines - (tail or 0) + 1, #lines do kept:insert(lines[i]) end
  return kept
end

-- A command that is wider than the page goes on in a line further in.
local WIDE = 78
local function wrapped(command)
  local lines, line = List(), '$'
  for word in command:gmatch('%S+') do
    if #line + #word > WIDE then
      lines:insert(line .. ' \\')
      line = '   '
    end
    line = line .. ' ' .. word
  end
  lines:insert(line)
  return lines
end

local function run(block)
  local id, attributes = block.identifier, block.attributes
  local lines = tabs_expanded(excerpt(lines_of(output_of(id, '#' .. id)), attributes.head, attributes.tail))
  local command = block.classes:includes('run') and wrapped(attributes.cmd) or List()
  local shown = #command > 0 and table.concat(command, '\n') or nil
  if latex then
    local set = command:map(function(line) return '\\textbf{' .. escape.latex_code(line) .. '}' end)
      .. lines:map(function(line) return escape.latex_code(line) end)
    return raw_block(('\\begin{transcript}{%s}\n%s\n\\end{transcript}'):format(id, setting.code_lines(set, 12, 4)))
  elseif html then
    return raw_block(('<div class="transcript" id="%s"><pre'..(web and ' tabindex="0"' or '')..'><samp>%s%s</samp></pre></div>'):format(id,
      shown and '<kbd>' .. escape.html(shown) .. '</kbd>\n' or '', escape.html(table.concat(lines, '\n'))))
  end
  return pandoc.CodeBlock((shown and shown .. '\n' or '') .. table.concat(lines, '\n'))
end

local function cells(line)
  return columns_of(line):map(function(cell)
    if tonumber(cell) then cell = cell:gsub('-', '−') end
    cell = cell:gsub('^(%d[%d.]*)%%$', '%1\u{a0}%%')
    return { pandoc.Plain(markdown_inlines(cell)) }
  end)
end

-- "Table 1.2. " before a caption; LaTeX numbers its own.
local function numbered(kind, id, caption)
  local label = labels.label(id)
  if latex or not label then return caption end
  local full = List { pandoc.Span({ pandoc.Str(kind .. '\u{a0}' .. label.number .. '.') }, { class = 'caption-number' }), pandoc.Space() }
  full:extend(caption)
  return full
end

-- Words are flush left, numbers flush right; align=lrr says it for each column.
local function holds_words(lines, column)
  for i = 2, #lines do
    local cell = (columns_of(lines[i])[column] or ''):gsub('^%$?[-+]?', '')
    if cell:match('^[%d.]') or cell:match('^inf') or cell:match('^nan') then return false end
  end
  return true
end

local function run_table(block)
  local id = block.identifier
  local lines = lines_of(output_of(id, '#' .. id))
  local rows, aligns, widths = List(), {}, {}
  for i = 2, #lines do rows:insert(cells(lines[i])) end
  for i = 1, #cells(lines[1]) do
    local asked = (block.attributes.align or ''):sub(i, i)
    local left = asked == 'l' or asked == '' and holds_words(lines, i)
    aligns[i], widths[i] = left and pandoc.AlignLeft or pandoc.AlignRight, 0
  end
  local caption = numbered('Table', id, markdown_inlines(block.attributes.caption or ''))
  local simple = pandoc.SimpleTable(caption, aligns, widths, cells(lines[1]), rows)
  if latex then return whole.table_on_paper(pandoc.utils.from_simple_table(simple), id) end
  local div = pandoc.Div({ pandoc.utils.from_simple_table(simple) }, { id = id, class = 'run-table' })
  if web then
    div.content:insert(1, raw_block('<div class="scroll" tabindex="0" role="group" aria-label="table">'))
    div.content:insert(raw_block('</div>'))
  end
  return div
end

-- Does a run's output have a text, and not as part of another number? Zeros
-- at the end of a fraction don't count.
local function prints(output, text)
  local from, to = output:find(text, 1, true)
  while from do
    local cut_before = text:find('^%d') and output:sub(1, from - 1):find('[%d.]$')
    local rest = output:sub(to + 1):gsub(text:find('%.') and '^0+' or '^%.0+', '')
    local cut_after = text:find('%d$') and (rest:find('^%.?%d') or rest:find('^[eE][-+]?%d'))
    if not cut_before and not cut_after then return true end
    from, to = output:find(text, from + 1, true)
  end
  return false
end

-- A number in the prose that some run printed: it must still print it.
local function said(span)
  local id = span.attributes.run or ''
  local text = pandoc.utils.stringify(span)
  local source = { '[' .. text .. ']{.said run=' .. id, '[' .. text .. ']{.said', '.said run=' .. id }
  local function bare(s) return (s:gsub('−', '-')) end
  if not prints(bare(output_of(id, source)), bare(text)) then
    labels.stop(source, ('the text says "%s", but run #%s does not (any more)'):format(text, id),
      'See ' .. labels.build .. '/runs/' .. id .. '.txt and mend the text.')
  end
  if text:find('%d%%$') then return pandoc.Str((text:gsub('%%$', '\u{a0}%%'))) end
  return span.content
end

-- ---------------------------------------------------------------------- figures

local function figure_file(source, extension)
  local name = source:match('^figures/(.*)%.svg$')
  local path = name and labels.build .. '/figures/' .. name .. extension
  if not path or not labels.slurp(path) then
    labels.stop(source, 'there is no figure ' .. source, 'Define the chunk figures/NAME.gp or figures/NAME.dot that draws it.')
  end
  return path
end

local function figure(image, id)
  local alt = image.attributes.alt
  if not alt or alt == '' then
    labels.stop('](' .. image.src .. ')', 'this figure has no text alternative', 'Add alt="what it shows" to its attributes.')
  end
  local caption = numbered('Figure', id, image.caption)
  if latex then
    return List {
      raw_block('\\begin{figure}[!htb]\\centering\\includegraphics{'
        .. figure_file(image.src, '.pdf') .. '}'),
      pandoc.Plain(List { raw('\\caption{') } .. image.caption .. List { raw('}\\anchor{' .. id .. '}') }),
      raw_block('\\end{figure}'),
    }
  elseif web then
    local svg = labels.slurp(figure_file(image.src, '.web.svg'))
    svg = svg:gsub('^.-<svg', function() return ('<svg role="img" aria-label="%s"'):format(escape.html(alt)) end, 1)
    return List {
      raw_block('<figure id="' .. id .. '">' .. svg .. '<figcaption>'),
      pandoc.Plain(caption),
      raw_block('</figcaption></figure>'),
    }
  end
  local plain_image = pandoc.Image({ pandoc.Str(alt) }, figure_file(image.src, '.svg'))
  return List { pandoc.Div({ pandoc.Plain({ plain_image }), pandoc.Para(caption) }, { id = id, class = 'figure' }) }
end

local function paragraph(para)
  local only = #para.content == 1 and para.content[1]
  if only and only.t == 'Image' then return figure(only, only.identifier) end
end

-- ------------------------------------------------------------------------ links

local function missing(id)
  labels.stop('(#' .. id .. ')', 'no heading, figure, table, run or chunk has the anchor #' .. id,
    'Correct the link, or give its target that anchor.')
end

local function reference_words(label)
  if label.kind == 'figure' then return 'Figure\u{a0}' .. label.number end
  if label.kind == 'table' then return 'Table\u{a0}' .. label.number end
  if label.title:match('^Exercise') then return (label.title:match('^(Exercise [%d.]+)%.'):gsub(' ', '\u{a0}')) end
  return '“' .. label.title .. '”'
end

-- Is that the title of a section, and the text does not say so?
local function is_title(content, label)
  return label.kind == 'heading' and not label.title:match('^Exercise') and pandoc.utils.stringify(content) == label.title:gsub('[`*$]', '')
end

local function link(element)
  local id = element.target:match('^#(.*)$')
  if not id or element.classes:includes('made') then return nil end
  local label = labels.label(id)
  if not label then missing(id) end
  if part == 'book' and whole.web_only(id) then return element.content .. List { pandoc.Str(' (web book)') } end
  if #element.content == 0 then element.content = List { pandoc.Str(reference_words(label)) }
  elseif is_title(element.content, label) then element.content = List { pandoc.Str('“') } .. element.content .. List { pandoc.Str('”') } end
  if web then
    if label.page ~= page then element.target = label.page .. '#' .. id end
    element.attributes = {}
  elseif latex then
    local classes, tag = element.classes, raw('\\chunktag{' .. id .. '}')
    local text = List { raw('\\hyperlink{' .. id .. '}{') }
    if classes:includes('use-ref') then
      text:insert(tag)
    elseif classes:includes('defined-ref') then
      text:insert(raw('\\definedtag{' .. id .. '}'))
    else
      local is_chunk = classes:includes('chunk-ref')
      text:extend(is_chunk and { raw(escape.latex_name(pandoc.utils.stringify(element.content))) } or element.content)
      if is_chunk or classes:includes('part-ref') then
        text:extend { raw('~'), tag }
      end
    end
    text:insert(raw('}'))
    return text
  end
  return element
end

-- ------------------------------------------------------------------- side notes

local notes = 0

local function note(element)
  local text = pandoc.utils.blocks_to_inlines(element.content)
  notes = notes + 1
  if latex then return List { raw('\\sidenote{') } .. text .. List { raw('}') } end
  if not web then return nil end
  return List {
    raw(('<span class="note"><input type="checkbox" id="note-%d" class="note-toggle" aria-label="Show side note %d">'
      .. '<label for="note-%d" class="note-number">%d</label><span class="note-text"><span class="note-number" aria-hidden="true">%d</span> ')
      :format(notes, notes, notes, notes, notes)),
  } .. text .. List { raw('</span></span>') }
end

-- ----------------------------------------------------------------------- chunks

local function folded(title, blocks)
  return List { raw_block('<details class="folded"><summary>' .. title .. '</summary>') }
    .. blocks .. List { raw_block('</details>') }
end

local function chunk(div)
  local function marked(inlines) return pairing.marked(div.identifier, inlines, edition) end
  if not web then return setting.chunk(div.identifier, edition, marked) end
  local block = raw_block(listing.chunk(div.identifier, marked))
  return div.attributes.name:match('^figures/') and folded('How this figure is drawn', List { block }) or block
end

-- -------------------------------------------------------------------- exercises

local kinds = { predict = 'Predict', build = 'Build', ['break'] = 'Break', explain = 'Explain' }

-- The anchor of an exercise's hints.
local function hints_label(number)
  for _, label in ipairs(labels.labels().list) do
    if label.kind == 'chunk' and label.title:find('^exercises/%d+/hints/' .. number:gsub('%.', '%%.') .. '%-') then return label.id end
  end
end

-- Under an exercise's heading: its steps, kind, file, how it is checked.
local function facts(header)
  local number = header.identifier:match('^ex%-(%d+%.%d+)$')
  local kind, steps = header.attributes.kind, tonumber(header.attributes.steps)
  if not number or not kinds[kind] or not steps or steps < 1 or steps > 3 then
    labels.stop('#' .. header.identifier, 'an exercise needs an anchor #ex-N.M, a kind and steps',
      'Write {#ex-1.3 .exercise kind=build steps=2}; kinds are predict, build, break, explain; steps 1 to 3.')
  end
  local inlines = List {
    pandoc.Span({ pandoc.Str(('▲'):rep(steps)) }, { class = 'steps' }),
    pandoc.Str(' ' .. kinds[kind] .. ' · '),
  }
  if kind == 'explain' then
    inlines:insert(pandoc.Str('no test'))
  else
    inlines:insert(pandoc.Code('make ' .. (kind == 'break' and 'break' or 'check') .. ' EX=' .. number))
  end
  local hints = part == 'book' and hints_label(number)
  if hints then inlines:extend { pandoc.Str(' · '), pandoc.Link({ pandoc.Str('hints') }, '#' .. hints) } end
  if labels.label('answer-' .. number) then
    inlines:extend { pandoc.Str(' · '), pandoc.Link({ pandoc.Str('answer') }, '#answer-' .. number) }
  end
  return pandoc.Div({ pandoc.Plain(inlines) }, { class = 'exercise-facts' })
end

-- Hints fold on the web; on paper and in the e-book they wait at the back.
local hints_at_the_back = List()

local function hint_at_the_back(hint, number, level, id)
  local name = ('%s hint %d.'):format(number, level)
  local content = List { pandoc.Strong { pandoc.Str(name) }, pandoc.Space() } .. hint.content[1].content
  if level == 1 then
    content:insert(1, latex and raw('\\leavevmode\\anchor{' .. id .. '}') or pandoc.Span({}, { id = id }))
  end
  hints_at_the_back:insert(pandoc.Para(content))
end

local function hints(div)
  local number = (div.attributes.file or ''):match('/(%d+%.%d+)-')
  local blocks = List()
  for level, hint in ipairs(div.content) do
    if web then blocks:extend(folded('Hint ' .. level, hint.content))
    else hint_at_the_back(hint, number, level, div.identifier) end
  end
  return web and pandoc.Div(blocks, { id = div.identifier, class = 'hints' }) or blocks
end

-- ------------------------------------------------------------------- the parts

-- An exercise is a box of its own, which ends with its hints.
local function with_exercises(blocks)
  local result, open = List(), nil
  local function close()
    if open then result:insert(pandoc.Div(open.blocks, { class = 'exercise' })) end
    open = nil
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then
      if open and block.level <= open.level then close() end
      if block.classes:includes('exercise') and not open then
        local about = facts(block)
        open = { level = block.level, blocks = List { block, about } }
        block.attributes, block.classes = {}, {}
        goto continue
      end
    end
    if open then open.blocks:insert(block) else result:insert(block) end
    if block.t == 'Div' and block.classes:includes('hints') then close() end
    ::continue::
  end
  close()
  return result
end

-- What stands before the chapters' answers, and the answers themselves.
local function parted(blocks)
  local text, answers, in_answers = List(), List(), false
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then
      if block.level == 1 then in_answers = false
      elseif block.classes:includes('answers') then in_answers = true end
    end
    (in_answers and answers or text):insert(block)
  end
  return text, answers
end

-- What stands at the end of a chapter and of its answers, for a page of its own.
local function without_tests(blocks, tests)
  local kept, in_tests = List(), false
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then
      if block.identifier:match('^programs%-%d') or block.identifier:match('^tests%-%d') then in_tests = true
      elseif block.level <= 2 or block.identifier:match('^answer%-') then in_tests = false end
    end
    (in_tests and tests or kept):insert(block)
  end
  return kept
end

local function cited(blocks)
  local found = false
  pandoc.Div(blocks):walk { Cite = function() found = true end }
  return found
end

local function check_citations(blocks)
  local known = {}
  local bibliography = labels.slurp('book/references.bib') or ''
  for key in bibliography:gmatch('@%a+%s*{%s*([^,%s]+)') do known[key] = true end
  pandoc.Div(blocks):walk {
    Cite = function(cite)
      for _, citation in ipairs(cite.citations) do
        if not known[citation.id] then
          labels.stop('@' .. citation.id, 'nothing called ' .. citation.id .. ' is in book/references.bib',
            'Correct the key, or add the work to the bibliography.')
        end
      end
    end,
  }
end

local function references(level, title)
  return List {
    pandoc.Header(level, { pandoc.Str(title) }, { id = 'references', class = 'unnumbered' }),
    pandoc.Div({}, { id = 'refs' }),
  }
end

-- On paper a line that announces what follows it stands on the same page.
local function is_set_apart(block)
  return block and (block.t == 'Div' and block.classes:includes('chunk') or block.t == 'CodeBlock' and (block.classes:includes('run') or block.classes:includes('output')))
end

local function announcing(blocks)
  local result = List()
  for i, block in ipairs(blocks) do
    result:insert(block)
    if block.t == 'Para' and is_set_apart(blocks[i + 1]) and pandoc.utils.stringify(block):find(':$') then result:insert(raw_block('\\nobreak')) end
  end
  return result
end

local first_pass = {
  CodeBlock = function(block)
    pairing.check_block(block)
    if block.classes:includes('table') then return run_table(block) end
    if block.classes:includes('run') or block.classes:includes('output') then return run(block) end
  end,
  Para = paragraph,
  Figure = function(element)
    local image = element.content[1] and element.content[1].content and element.content[1].content[1]
    if not image or image.t ~= 'Image' then return nil end
    image.caption = pandoc.utils.blocks_to_inlines(element.caption.long)
    return figure(image, element.identifier ~= '' and element.identifier or image.identifier)
  end,
  Span = function(span)
    if span.classes:includes('said') then return said(span) end
  end,
  Div = function(div)
    if div.classes:includes('chunk') then return chunk(div) end
    if div.classes:includes('hints') then return hints(div) end
    if div.classes:includes('on-paper') and not latex or div.classes:includes('on-the-web') and not web then return {} end
  end,
}

-- In "= -5" a browser takes the minus for a difference, and sets it so, unless it
-- is told that nothing stands before it.
-- And the bar over a letter is one that the typeface has.
-- A sign that is all of a formula has no space around it.
local function signed(mathml)
  for _, sign in ipairs { '−', '±' } do
    mathml = mathml:gsub('(<mo([^>]*)>[^<]*</mo>)<mo>' .. sign .. '</mo>', function(before, attributes)
      return not attributes:find('postfix') and before .. '<mo form="prefix">' .. sign .. '</mo>' or nil
    end)
  end
  return (mathml:gsub('(<mo accent="true">)‾', '%1¯'):gsub('(<semantics>)<mo>([^<]*</mo><annotation)', '%1<mo lspace="0" rspace="0">%2'))
end

-- As in TeX: brackets grow where \left and \right say so, and only there; "log" has
-- a thin space on each side, but none at the beginning, nor beside a bracket or a sign.
local function spaced(mathml, tex)
  if not tex:find('\\left') and not tex:find('{cases}') then mathml = mathml:gsub('<mo stretchy="true" form="(%l+)">', '<mo stretchy="false" form="%1">') end
  return (mathml:gsub('()<mo>(%a%a+)</mo>()', function(from, name, to)
    local before, after = mathml:sub(1, from - 1), mathml:sub(to)
    local sign = before:match('<mo[^>]*>([^<]*)</mo>$')
    local first = sign and sign ~= ')' and sign ~= ']' or before:find('<mrow>$') or before:find('<semantics>$') or before:find('form="prefix">[^<]*</mo>$')
    local bracket = after:find('^<mrow><mo [^>]*form="prefix">[(%[]') or after:find('^<mo [^>]*form="prefix">[(%[]')
    return ('<mo lspace="%s" rspace="%s">%s</mo>'):format(first and '0' or '0.167em', bracket and '0' or '0.167em', name)
  end))
end

-- No line ends between a name or a number and what it belongs to: "Table 1.2", "5 %".
local named = { Figure = true, Figures = true, Table = true, Tables = true, Exercise = true, Part = true, chapter = true, Chapter = true,
                chapters = true, Chapters = true, step = true, Step = true, line = true }
local units = { byte = true, bytes = true, bit = true, bits = true, ns = true, ms = true, kB = true, MB = true, GB = true, years = true }

local function belong(before, after)
  local word, number = before:match('(%a+)$'), before:match('^[%(“]*[%d.,]+$')
  return named[word] and (after:find('^%d') or after:find('^[IVX]+%f[^IVX]')) or number and units[after:match('^%a+')]
end

local function tied(inlines)
  for i = 2, #inlines - 1 do
    local space, before, after = inlines[i], inlines[i - 1], inlines[i + 1]
    if (space.t == 'Space' or space.t == 'SoftBreak') and after.t == 'Str' and (after.text:find('^%%') or before.t == 'Str' and belong(before.text, after.text)) then
      inlines[i] = pandoc.Str('\u{a0}')
    end
  end
  return inlines
end

-- "2-16-16-1" is one name, "64-bit" one word.
local function unbroken_number(str)
  if #str.text > 16 or not str.text:find('%d%-[%da-z]') then return nil end
  return latex and raw('\\mbox{' .. escape.latex(str.text) .. '}') or web and pandoc.Span({ str }, { class = 'held' }) or nil
end

-- A browser may begin a line with the full stop after a formula, unless the two are
-- held together; so, too, a bracket before it.
local function with_punctuation(inlines)
  inlines = tied(inlines)
  if not html then return inlines end
  local result = List()
  local function before(inline) return inline and inline.t == 'Str' and inline.text:find('[%(%[]$') end
  local function after(inline) return inline and inline.t == 'Str' and inline.text:find('^[%.,;:%)%]?!’”/-]') end
  local i = 1
  while i <= #inlines do
    local here, next = inlines[i], inlines[i + 1]
    local held = List()
    if before(here) and next and next.t == 'Math' then
      held:insert(here)
      i = i + 1
      here, next = inlines[i], inlines[i + 1]
    end
    held:insert(here)
    if here.t == 'Math' and here.mathtype == 'InlineMath' and after(next) then
      held:insert(next)
      i = i + 1
    end
    if #held > 1 then result:insert(pandoc.Span(held, { class = 'held' })) else result:insert(here) end
    i = i + 1
  end
  return result
end

-- TeX and browsers break a line after a hyphen, and so before the > of "out->grad"; nor
-- need "w * x" be broken. A path may be.
local function code_in_text(code)
  if latex then return raw('\\texttt{' .. escape.latex_in_text(code.text) .. '}') end
  if not web or not code.text:find('[%s%-]') or code.text:find('%w/%w') then return nil end
  local command = code.text:find('^make ') or code.text:find('^%./')
  if #code.text <= 12 or #code.text <= 24 and (command or not code.text:find('%s')) then
    code.classes:insert('held')
    return code
  end
  local words = escape.html(code.text):gsub('%S*%-%S+', function(word) return #word <= 24 and '<span class="held">' .. word .. '</span>' or nil end)
  return words:find('<') and raw('<code>' .. words .. '</code>') or nil
end

-- In HTML a formula needs no namespace (in an e-book it does), nor what a browser
-- takes for granted.
local function brief(mathml)
  if not web then return mathml end
  return (mathml:gsub(' xmlns="[^"]*"', ''):gsub('<math display="inline"', '<math'):gsub('></mspace>', '/>'):gsub('<annotation encoding="[^"]*"', '<annotation')
    :gsub('<mo stretchy="true" form="%l+">([()])</mo>', '<mo>%1</mo>'))
end

-- A displayed formula may be wider than a phone: it scrolls, by keyboard too.
local function formula(math)
  if not html then
    math.text = pairing.tex(math)
    return math
  end
  local mathml, links = pairing.mathml(math, edition, function(text, kind)
    return brief(spaced(pandoc.write(pandoc.Pandoc { pandoc.Plain { pandoc.Math(kind, text) } }, 'html5', { html_math_method = 'mathml' }), text))
  end)
  mathml = signed(mathml)
  if not web or math.mathtype ~= 'DisplayMath' then return raw(mathml .. links) end
  local scrolls = '<span class="formula" tabindex="0" role="group" aria-label="formula">' .. mathml .. '</span>'
  return raw(links == '' and scrolls or '<span class="formula-line">' .. scrolls .. '<span class="pair-links">' .. links .. '</span></span>')
end

-- A browser finds the widths of a table's columns; on paper they are the book's.
local function table_of(element)
  if html then
    element.colspecs = element.colspecs:map(function(spec)
      return { web and spec[1] == pandoc.AlignRight and pandoc.AlignDefault or spec[1] } -- the style sheet's
    end)
    return element
  end
  if latex then return whole.table_on_paper(element) end
end

local function boxes(div)
  if latex and div.classes:includes('badge') then
    return List { raw_block('\\par\\medskip\\begingroup\\small') } .. div.content .. List { raw_block('\\endgroup') }
  end
  if latex and (div.classes:includes('question') or div.classes:includes('failure')) then
    local name = div.classes:includes('question') and 'question' or 'failure'
    return List { raw_block('\\begin{' .. name .. '}') } .. div.content .. List { raw_block('\\end{' .. name .. '}') }
  elseif latex and div.classes:includes('exercise') then
    return List { raw_block('\\begin{exercise}') } .. div.content .. List { raw_block('\\end{exercise}') }
  elseif latex and div.classes:includes('exercise-facts') then
    return pandoc.Plain(List { raw('\\exercisefacts{') } .. div.content[1].content .. List { raw('}') })
  elseif latex and div.classes:includes('entries') then
    return List { raw_block('\\begin{entries}') } .. div.content .. List { raw_block('\\end{entries}') }
  end
end

-- A part of the paper book without a number, with running heads of its own.
local function unnumbered(header)
  if not latex or header.level ~= 1 or not header.classes:includes('unnumbered') then return nil end
  local title = escape.latex(pandoc.utils.stringify(header.content))
  return raw_block(('\\addchap{%s}\\anchor{%s}\\markboth{%s}{%s}'):format(title, header.identifier, title, title))
end

-- ---------------------------------------------------------------- contents (web)

local INDEXES = { { page = 'book-index.html', title = 'Index' }, { page = 'index-of-chunks.html', title = 'Index of chunks', lists = 'chunks', holds = '^index%-of%-chunks%-' },
                  { page = 'index-of-identifiers.html', title = 'Index of identifiers', lists = 'identifiers', holds = '^index%-of%-identifiers%-' },
                  { page = 'engine-files.html', title = 'The engine’s files', holds = '^code%-' } }

local function roman(number)
  local out = ''
  for _, pair in ipairs { { 10, 'X' }, { 9, 'IX' }, { 5, 'V' }, { 4, 'IV' }, { 1, 'I' } } do
    while number >= pair[1] do out, number = out .. pair[2], number - pair[1] end
  end
  return out
end

-- The chapters in order: {label, sections, answers}, labels all.
local function chapters()
  local list = List()
  for _, label in ipairs(labels.labels().list) do
    if label.kind == 'heading' then
      if label.number ~= '' then
        list:insert { label = label, sections = List(), answers = List() }
      elseif label.page:match('^%d+%-answers%.html$') or label.page:match('^%d+%-tests%.html$') then
        if not label.id:match('^answer%-') then list[#list].answers:insert(label) end
      elseif not label.id:match('^ex%-') then
        list[#list].sections:insert(label)
      end
    end
  end
  return list
end

-- Does a page belong to a chapter: its own, its answers', its tests'?
local function belongs_to(chapter)
  return page:match('%.html$') and page:match('^%d+%-') == chapter.label.page:match('^%d+%-')
end

local function contents_link(target, title, current)
  return ('<a href="%s"%s>%s</a>'):format(target, current and (' aria-current="%s"'):format(current) or '', title)
end

local function sections_of(chapter)
  local out, opened = List(), {}
  local function item(label)
    local here = label.page == page
    local opens_page = label.page ~= chapter.label.page and not opened[label.page]
    opened[label.page] = true
    out:insert('<li>' .. contents_link((here and not opens_page and '' or label.page) .. (opens_page and '' or '#' .. label.id),
      escape.html(label.title), here and opens_page and 'page') .. '</li>')
  end
  for _, label in ipairs(chapter.sections) do item(label) end
  local function rank(label) return label.page:match('%-answers') and 1 or label.id:match('^programs%-') and 2 or 3 end
  for which = 1, 3 do
    for _, label in ipairs(chapter.answers) do
      if rank(label) == which then item(label) end
    end
  end
  return #out > 0 and '<ol>\n' .. table.concat(out, '\n') .. '\n</ol>' or ''
end

local function part_heading(label, anchored)
  return ('<span class="part-title"%s>Part %s. %s</span>'):format(anchored and (' id="part-%s"'):format(label.part) or '',
    roman(tonumber(label.part)), escape.html(label.part_title))
end

-- The parts and their chapters, and the sections of the chapter that this page is of.
local function contents(anchored)
  local out, part_now = List { '<ol class="contents">' }, ''
  for _, chapter in ipairs(chapters()) do
    local label = chapter.label
    if label.part ~= part_now then
      if part_now ~= '' then out:insert('</ol></li>') end
      out:insert('<li class="part">' .. part_heading(label, anchored) .. '<ol>')
      part_now = label.part
    end
    local title = ('<span class="chapter-number">%s</span> %s'):format(label.number, escape.html(label.title))
    out:insert('<li>' .. contents_link(label.page, title, label.page == page and 'page' or belongs_to(chapter) and 'true')
      .. (belongs_to(chapter) and sections_of(chapter) or '') .. '</li>')
  end
  if part_now ~= '' then out:insert('</ol></li>') end
  for _, index in ipairs(INDEXES) do out:insert('<li>' .. contents_link(index.page, index.title, index.page == page and 'page' or index.holds and page:match(index.holds) and 'true') .. '</li>') end
  out:insert('</ol>')
  return table.concat(out, '\n')
end

-- What comes before and after a page; what comes before answers is their chapter.
local function neighbours(meta)
  local all, previous, next = chapters(), nil, nil
  local sequence = List()
  for _, index in ipairs(INDEXES) do
    for i, each in ipairs(index.lists and letters.pages(index.lists) or { false }) do
      sequence:insert(i > 1 and { page = each.name .. '.html', title = index.title .. ', from ' .. each.from:upper() } or index)
    end
  end
  for i, chapter in ipairs(all) do sequence:insert(i, chapter.label) end
  for i, entry in ipairs(sequence) do
    if entry.page == page then previous, next = sequence[i - 1], sequence[i + 1] end
    if all[i] and belongs_to(all[i]) then
      meta['chapter-number'] = entry.number
      if entry.part ~= '' then meta['part-number'] = roman(tonumber(entry.part)) end
      if entry.page ~= page then
        previous, next = entry, sequence[i + 1]
        meta.of = pandoc.MetaMap { page = pandoc.MetaString(entry.page), title = pandoc.MetaString(entry.title) }
      end
    end
  end
  local function link_to(entry)
    return entry and pandoc.MetaMap { page = pandoc.MetaString(entry.page), title = pandoc.MetaString(entry.title) }
  end
  meta.previous, meta.next = link_to(previous), link_to(next)
end

-- ------------------------------------------------------------ anchors that moved

local function id_of(block)
  if block.t == 'RawBlock' then return block.text:match('^<[^>]- id="([^"]*)"') end
  return block.identifier
end

-- Where a text that had another anchor once now stands, the old one stands, too.
local function with_old_anchors(blocks)
  local old = {}
  for _, move in ipairs(labels.moved()) do
    if move.page == page and labels.label(move.now).page == page then
      old[move.now] = (old[move.now] or '') .. ('<span id="%s"></span>'):format(move.id)
    end
  end
  if not next(old) then return blocks end
  return pandoc.Div(blocks):walk {
    Blocks = function(list)
      local result = List()
      for _, block in ipairs(list) do
        local id = id_of(block)
        if id and old[id] then result:insert(raw_block(old[id])) end
        result:insert(block)
      end
      return result
    end,
  }.content
end

-- What moved to another page is linked from the end of this one.
local function moved_away()
  local blocks = List()
  for _, move in ipairs(labels.moved()) do
    local now = labels.label(move.now)
    if move.page == page and now.page ~= page then
      local name = now.title ~= '' and now.title or now.number ~= '' and reference_words(now) or now.id
      blocks:insert(raw_block(('<p id="%s" class="moved">What stood here is now at <a href="%s#%s">%s</a>.</p>'):format(move.id,
        now.page, now.id, escape.html(name))))
    end
  end
  return blocks
end

-- Among the answers the judges are folded: they are long, and not what is looked for.
local function with_judges_folded(blocks)
  return whole.web_only_replaced(blocks, function(judges, files)
    local names = files:map(function(name) return '<code>' .. name .. '</code>' end)
    return folded(#names > 0 and 'How this is judged: ' .. table.concat(names, ', ') or 'More of how this is judged', judges)
  end)
end

-- The rest of a chapter's programs, and then its tests, are a page of their own.
local function tests_page(blocks, meta)
  local number = tonumber(page:match('^%d+'))
  meta.pagetitle = 'Programs and tests of chapter ' .. number
  local title = pandoc.Header(1, markdown_inlines('Programs and tests'))
  local programs, tests, group = List { title }, List(), nil
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then
      block.level = 2
      group = block.identifier:match('^programs%-') and programs or tests
    end
    group:insert(block)
  end
  return programs .. tests
end

-- Answers are a page of their own on the web: their headings rise by a level.
local function answer_page(blocks, meta)
  local number = page:match('^(%d+)%-answers')
  for _, label in ipairs(labels.labels().list) do
    if number and label.number ~= '' and label.kind == 'heading' and label.page:match('^' .. number .. '%-') then
      meta['chapter-number'] = label.number
      meta.pagetitle = 'Answers to chapter ' .. label.number
    end
  end
  for i = #blocks, 1, -1 do
    local block = blocks[i]
    if block.t == 'Header' then
      block.level = block.level - 1
      local exercise = labels.label((block.identifier:gsub('^answer%-', 'ex-')))
      if exercise and exercise.id ~= block.identifier then
        local to = pandoc.Link({ pandoc.Str((exercise.title:gsub(' ', '\u{a0}', 1))) }, '#' .. exercise.id)
        blocks:insert(i + 1, pandoc.Div({ pandoc.Plain { pandoc.Str('To '), to } }, { class = 'exercise-facts' }))
      end
    end
  end
end

local function title_of(blocks)
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level <= 2 then return pandoc.utils.stringify(block.content) end
  end
  return ''
end

local function for_the_web(document)
  local meta = document.meta
  meta.contents = pandoc.MetaBlocks { raw_block(contents()) }
  neighbours(meta)
  document.blocks = with_old_anchors(document.blocks) .. moved_away()
  if meta.cover then
    document.blocks:extend { pandoc.Header(2, { pandoc.Str('Contents') }, { id = 'contents' }), raw_block(contents(true)) }
  end
  for _, block in ipairs(document.blocks) do
    if block.t == 'Header' then block.attributes = {} end
  end
  if not meta.pagetitle then meta.pagetitle = title_of(document.blocks) end
end

function Pandoc(document)
  part = document.meta.part and pandoc.utils.stringify(document.meta.part) or part
  page = document.meta.page and pandoc.utils.stringify(document.meta.page) or page
  listing.on_page(page)
  check_citations(document.blocks)
  local text, answers = parted(document.blocks)
  text = pairing.applied(text, edition)
  local tests = List()
  if part ~= 'book' then text, answers = without_tests(text, tests), without_tests(answers, tests) end
  if part ~= 'chapter' and part ~= 'book' then text = List() end
  if part == 'chapter' or part == 'tests' then answers = List() end
  local blocks = badge.at_ends(with_exercises(text))
  if part == 'book' then
    whole.facts(document.meta)
    blocks = whole.arranged(blocks, answers, document.meta, pandoc.Div({}, { id = 'hints-at-the-back' }), references(1, 'Bibliography'))
    if latex then blocks = whole.pages_named(blocks) end
  else
    if part == 'answers' then answer_page(answers, document.meta) end
    if part == 'tests' then
      blocks:extend(tests_page(tests, document.meta))
    end
    blocks:extend(with_judges_folded(answers))
    if cited(blocks) then blocks:extend(references(2, 'References')) end
  end
  if latex then blocks = pandoc.Div(blocks):walk { Blocks = announcing }.content end
  local body = pandoc.Div(blocks):walk(first_pass)
  body = body:walk {
    Div = function(div)
      if div.identifier == 'hints-at-the-back' then return hints_at_the_back end
    end,
  }
  body = body:walk { Inlines = with_punctuation, Code = code_in_text, Str = unbroken_number }
  body = body:walk { Link = link, Note = note, Div = boxes, Header = unnumbered, Math = formula, Table = table_of }
  document.blocks = body.content
  if web then for_the_web(document) end
  return document
end
