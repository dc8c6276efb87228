#include "print/pdf_structure.h"

#include "print/pdf_text.h"

#include <string.h>

/* What ISO 32000-1 has (14.8.4). */
static const char *const standard[] = {
  "Document", "Part",  "Art",       "Sect",     "Div",   "BlockQuote", "Caption", "TOC",
  "TOCI",     "Index", "NonStruct", "Private",  "H",     "H1",         "H2",      "H3",
  "H4",       "H5",    "H6",        "P",        "L",     "LI",         "Lbl",     "LBody",
  "Table",    "TR",    "TH",        "TD",       "THead", "TBody",      "TFoot",   "Span",
  "Quote",    "Note",  "Reference", "BibEntry", "Code",  "Link",       "Annot",   "Ruby",
  "RB",       "RT",    "RP",        "Warichu",  "WT",    "WP",         "Figure",  "Formula",
  "Form",     NULL};

typedef struct {
  PdfFile *file;
  GHashTable *parents; /* owner → GArray of object numbers, by mark; annotation → object number */
  GHashTable *ids;     /* Chromium's id → ours */
  GHashTable *roles;   /* types that are not standard → what they are like */
  GPtrArray *named;    /* elements with an id, in order */
} Writing;

static void remember_mark(Writing *writing, const Kid *kid, int object)
{
  GArray *list = g_hash_table_lookup(writing->parents, GINT_TO_POINTER(kid->owner));
  if (list == NULL) {
    list = g_array_new(FALSE, TRUE, sizeof(int));
    g_hash_table_insert(writing->parents, GINT_TO_POINTER(kid->owner), list);
  }
  guint place = kid->type == KID_MARK ? (guint)kid->number : 0;
  if (place >= list->len)
    g_array_set_size(list, place + 1);
  g_array_index(list, int, place) = object;
}

static bool has_blocks(const Element *element)
{
  for (guint i = 0; i < element->kids->len; i++) {
    const Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT &&
        (kid->element->type[0] == 'H' || element_is(kid->element, "P") ||
         element_is(kid->element, "L") || element_is(kid->element, "Table")))
      return true;
  }
  return false;
}

/* Numbers, ids and roles, in reading order, before anything is written. */
static void prepare(Writing *writing, Element *element)
{
  element->object = pdf_file_new(writing->file);
  if (!g_strv_contains(standard, element->type))
    g_hash_table_insert(writing->roles, (gpointer)element->type,
                        (gpointer)(has_blocks(element) ? "Div" : "Span"));
  if (element->id != NULL && !g_hash_table_contains(writing->ids, element->id)) {
    g_ptr_array_add(writing->named, element);
    g_hash_table_insert(writing->ids, element->id, g_strdup_printf("e%06u", writing->named->len));
  }
  for (guint i = 0; i < element->kids->len; i++) {
    const Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT)
      prepare(writing, kid->element);
    else
      remember_mark(writing, kid, element->object);
  }
}

static void put_headers(const Writing *writing, const Element *element, GString *out)
{
  g_string_append(out, "/Headers [");
  for (guint i = 0; i < element->headers->len; i++) {
    const char *id = g_hash_table_lookup(writing->ids, element->headers->pdata[i]);
    if (id != NULL)
      g_string_append_printf(out, "(%s)", id);
  }
  g_string_append(out, "] ");
}

static void put_attributes(const Writing *writing, const Element *element, GString *out)
{
  if (element->numbering != NULL)
    g_string_append_printf(out, "/A << /O /List /ListNumbering /%s >> ", element->numbering);
  if (element->scope == NULL && element->rows <= 1 && element->columns <= 1 &&
      element->headers == NULL)
    return;
  g_string_append(out, "/A << /O /Table ");
  if (element->scope != NULL)
    g_string_append_printf(out, "/Scope /%s ", element->scope);
  if (element->rows > 1)
    g_string_append_printf(out, "/RowSpan %d ", element->rows);
  if (element->columns > 1)
    g_string_append_printf(out, "/ColSpan %d ", element->columns);
  if (element->headers != NULL)
    put_headers(writing, element, out);
  g_string_append(out, ">> ");
}

static void put_kid(const Kid *kid, int page, GString *out)
{
  if (kid->type == KID_ELEMENT)
    g_string_append_printf(out, "%d 0 R ", kid->element->object);
  else if (kid->type == KID_OBJECT)
    g_string_append_printf(out, "<< /Type /OBJR /Obj %d 0 R /Pg %d 0 R >> ", kid->owner, kid->page);
  else if (kid->owner != kid->page)
    g_string_append_printf(out, "<< /Type /MCR /Stm %d 0 R /Pg %d 0 R /MCID %d >> ", kid->owner,
                           kid->page, kid->number);
  else if (kid->page != page)
    g_string_append_printf(out, "<< /Type /MCR /Pg %d 0 R /MCID %d >> ", kid->page, kid->number);
  else
    g_string_append_printf(out, "%d ", kid->number);
}

static int first_page(const Element *element)
{
  for (guint i = 0; i < element->kids->len; i++)
    if (element_kid(element, i)->type == KID_MARK)
      return element_kid(element, i)->page;
  return 0;
}

static void put_text(GString *out, const char *key, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf(out, "%s ", key);
  pdf_put_string(out, text);
  g_string_append_c(out, ' ');
}

static void write_element(const Writing *writing, const Element *element, int parent, GString *out)
{
  int page = first_page(element);
  g_string_printf(out, "<< /Type /StructElem /S /%s /P %d 0 R ", element->type, parent);
  if (page != 0)
    g_string_append_printf(out, "/Pg %d 0 R ", page);
  if (element->id != NULL)
    put_text(out, "/ID", g_hash_table_lookup(writing->ids, element->id));
  put_text(out, "/Alt", element->alt);
  put_text(out, "/ActualText", element->actual);
  put_text(out, "/Lang", element->lang);
  put_attributes(writing, element, out);
  g_string_append(out, "/K [ ");
  for (guint i = 0; i < element->kids->len; i++)
    put_kid(element_kid(element, i), page, out);
  g_string_append(out, "] >>");
  pdf_file_put(writing->file, element->object, out->str, (gssize)out->len);
  for (guint i = 0; i < element->kids->len; i++)
    if (element_kid(element, i)->type == KID_ELEMENT)
      write_element(writing, element_kid(element, i)->element, element->object, out);
}

/* ---- from content back to elements ---- */

typedef struct {
  int key;
  char *value;
} Entry;

typedef struct {
  const Writing *writing;
  GArray *entries;
  int next;
} ParentTree;

static void add_stream(int owner, int page, int key, guint count, gpointer data)
{
  (void)page;
  ParentTree *tree = data;
  const GArray *list = g_hash_table_lookup(tree->writing->parents, GINT_TO_POINTER(owner));
  if (key < 0)
    return;
  GString *out = g_string_new("[ ");
  for (guint i = 0; i < count; i++) {
    int object = list != NULL && i < list->len ? g_array_index(list, int, i) : 0;
    if (object != 0)
      g_string_append_printf(out, "%d 0 R ", object);
    else
      g_string_append(out, "null ");
  }
  g_string_append(out, "]");
  Entry entry = {key, g_string_free(out, FALSE)};
  g_array_append_val(tree->entries, entry);
}

static void add_annotations(ParentTree *tree, const Element *element)
{
  for (guint i = 0; i < element->kids->len; i++) {
    const Kid *kid = element_kid(element, i);
    if (kid->type == KID_ELEMENT)
      add_annotations(tree, kid->element);
    if (kid->type != KID_OBJECT)
      continue;
    g_autofree char *annotation = pdf_file_object(tree->writing->file, kid->owner);
    PdfToken key = pdf_find_in(annotation, "/StructParent");
    if (key.type != PDF_WORD)
      continue;
    Entry entry = {pdf_integer(&key), g_strdup_printf("%d 0 R", element->object)};
    g_array_append_val(tree->entries, entry);
  }
}

static int by_key(gconstpointer a, gconstpointer b)
{
  return ((const Entry *)a)->key - ((const Entry *)b)->key;
}

/* The parent tree's object number; *next one more than its last key. */
static int write_parents(const Writing *writing, const Element *document, const PdfMarks *marks,
                         int *next)
{
  ParentTree tree = {writing, g_array_new(FALSE, FALSE, sizeof(Entry)), 0};
  pdf_marks_each(marks, add_stream, &tree);
  add_annotations(&tree, document);
  g_array_sort(tree.entries, by_key);
  g_autoptr(GString) out = g_string_new("<< /Nums [ ");
  for (guint i = 0; i < tree.entries->len; i++) {
    Entry *entry = &g_array_index(tree.entries, Entry, i);
    g_string_append_printf(out, "%d %s ", entry->key, entry->value);
    *next = entry->key + 1;
    g_free(entry->value);
  }
  g_string_append(out, "] >>");
  g_array_unref(tree.entries);
  int id = pdf_file_new(writing->file);
  pdf_file_put(writing->file, id, out->str, (gssize)out->len);
  return id;
}

static void put_ids(const Writing *writing, GString *out)
{
  if (writing->named->len == 0)
    return;
  g_string_append(out, "/IDTree << /Names [ ");
  for (guint i = 0; i < writing->named->len; i++) {
    const Element *element = writing->named->pdata[i];
    g_string_append_printf(out, "(%s) %d 0 R ",
                           (char *)g_hash_table_lookup(writing->ids, element->id), element->object);
  }
  g_string_append(out, "] >> ");
}

static void put_roles(const Writing *writing, GString *out)
{
  if (g_hash_table_size(writing->roles) == 0)
    return;
  g_autoptr(GList) types = g_list_sort(g_hash_table_get_keys(writing->roles), (GCompareFunc)strcmp);
  g_string_append(out, "/RoleMap << ");
  for (GList *type = types; type != NULL; type = type->next)
    g_string_append_printf(out, "/%s /%s ", (char *)type->data,
                           (char *)g_hash_table_lookup(writing->roles, type->data));
  g_string_append(out, ">> ");
}

int structure_write(PdfFile *file, Element *document, const PdfMarks *marks)
{
  g_autoptr(GHashTable) parents =
    g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr(GHashTable) roles = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) named = g_ptr_array_new();
  Writing writing = {file, parents, ids, roles, named};
  int root = pdf_file_new(file);
  prepare(&writing, document);
  g_autoptr(GString) out = g_string_new(NULL);
  write_element(&writing, document, root, out);
  int next = 0;
  int tree = write_parents(&writing, document, marks, &next);
  g_string_printf(out,
                  "<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d ",
                  document->object, tree, next);
  put_roles(&writing, out);
  put_ids(&writing, out);
  g_string_append(out, ">>");
  pdf_file_put(file, root, out->str, (gssize)out->len);
  return root;
}
