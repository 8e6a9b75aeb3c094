-- What somebody does in Neovim with the language server, by its own client alone (0.7 and later).
--
--   nvim --headless --clean -S tests/editor/client.lua; the environment says the rest:
--   KEHOACH (the program, as JSON), PROJECT (its folder), TOLD (the file that takes what was seen, as JSON)
local root, told = vim.env.PROJECT, {}
local patience = 60000

local function wait(what, seen)
  if not vim.wait(patience, seen, 50) then
    error("waited in vain: " .. what)
  end
end

local function findings()
  return vim.tbl_map(function(found)
    return { line = found.lnum + 1, code = found.code, words = found.message }
  end, vim.diagnostic.get(0))
end

local function row(words)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    if line == words then
      return number
    end
  end
  error("no line: " .. words)
end

local function work()
  vim.cmd("edit " .. vim.fn.fnameescape(root .. "/needs/kh-9-2026/ii-nhiem-vu.md"))
  local id = vim.lsp.start_client({ name = "kehoach", cmd = vim.fn.json_decode(vim.env.KEHOACH), root_dir = root })
  vim.lsp.buf_attach_client(0, id)
  wait("the server", function()
    return vim.lsp.get_client_by_id(id).initialized
  end)

  -- An agency's name is typed in the place of its ID, and not saved.
  local line = row(":owner: CQ-SYT")
  vim.api.nvim_win_set_cursor(0, { line, 0 })
  vim.api.nvim_set_current_line(":owner: Sở Y tế")
  wait("a finding", function()
    return #vim.diagnostic.get(0) > 0
  end)
  told.typed = findings()
  told.modified = vim.bo.modified

  -- The first fix is chosen.
  vim.ui.select = function(items, _, choose)
    told.offered = vim.tbl_map(function(item)
      return item[2] and item[2].title or item.action.title
    end, items)
    choose(items[1], 1)
  end
  vim.lsp.buf.code_action()
  wait("the fix", function()
    return vim.api.nvim_get_current_line() == ":owner: CQ-SYT" and #vim.diagnostic.get(0) == 0
  end)

  -- Another agency's ID is renamed everywhere.
  vim.api.nvim_win_set_cursor(0, { row(":owner: CQ-STP"), #":owner: CQ-" })
  vim.lsp.buf.rename("CQ-TP")
  wait("the rename", function()
    return vim.api.nvim_get_current_line() == ":owner: CQ-TP"
  end)
  vim.cmd("silent wall")
  vim.lsp.stop_client(id)
end

local done, why = pcall(work)
told.error = not done and tostring(why) or nil
vim.fn.writefile({ vim.fn.json_encode(told) }, vim.env.TOLD)
vim.cmd("qall!")
