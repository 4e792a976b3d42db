#include "CPackage.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
  CHUNK = 1 << 16,
  /* Elements within one another: workbooks have a dozen, and the parser keeps each open one. */
  DEPTH = 256,
  /* Bytes without anything to tell: one tag or comment, which the parser keeps until its end. */
  SILENCE = 1 << 23
};

/* What the handlers of one walk share. Lives on the stack of the entry. */
struct walk {
  XML_Parser parser;
  sandan_xml_listener listener;
  void *context;
  int is_enough;
  int has_doctype;
  int depth;
  int64_t silence;
};

static const struct {
  const char *name;
  int32_t element;
} names[] = {
    {"c", SANDAN_ELEMENT_C}, {"v", SANDAN_ELEMENT_V}, {"row", SANDAN_ELEMENT_ROW},
    {"t", SANDAN_ELEMENT_T}, {"is", SANDAN_ELEMENT_IS}, {"f", SANDAN_ELEMENT_F},
    {"si", SANDAN_ELEMENT_SI}, {"rPh", SANDAN_ELEMENT_RPH},
    {"sheetData", SANDAN_ELEMENT_SHEET_DATA}, {"sheet", SANDAN_ELEMENT_SHEET},
    {"workbookPr", SANDAN_ELEMENT_WORKBOOK_PR}, {"Relationship", SANDAN_ELEMENT_RELATIONSHIP},
    {"numFmt", SANDAN_ELEMENT_NUM_FMT}, {"cellXfs", SANDAN_ELEMENT_CELL_XFS},
    {"xf", SANDAN_ELEMENT_XF}};

static int32_t element_of(const char *name) {
  const char *colon = strchr(name, ':');
  if (colon) name = colon + 1;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(name, names[i].name) == 0) return names[i].element;
  return SANDAN_ELEMENT_OTHER;
}

static void tell(
    struct walk *w, int32_t event, int32_t element, const char *const *attributes,
    const char *text, int32_t length) {
  w->silence = 0;
  /* Expat may still deliver what it holds after it has been told to stop. */
  if (w->is_enough) return;
  if (w->listener(w->context, event, element, attributes, text, length)) {
    w->is_enough = 1;
    XML_StopParser(w->parser, XML_FALSE);
  }
}

static void begin(void *user, const XML_Char *name, const XML_Char **attributes) {
  struct walk *w = user;
  if (++w->depth > DEPTH) XML_StopParser(w->parser, XML_FALSE);
  tell(user, SANDAN_XML_BEGIN, element_of(name), (const char *const *)attributes, NULL, 0);
}

static void end(void *user, const XML_Char *name) {
  ((struct walk *)user)->depth--;
  tell(user, SANDAN_XML_END, element_of(name), NULL, NULL, 0);
}

static void text(void *user, const XML_Char *text, int length) {
  tell(user, SANDAN_XML_TEXT, 0, NULL, text, length);
}

static void doctype(
    void *user, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
    int has_internal_subset) {
  (void)name, (void)system_id, (void)public_id, (void)has_internal_subset;
  struct walk *w = user;
  w->has_doctype = 1;
  XML_StopParser(w->parser, XML_FALSE);
}

static int32_t unpack(
    zip_file_t *file, zip_uint64_t packed, const struct sandan_walk_limits *limits,
    struct walk *w, char *buffer, int64_t *unpacked) {
  for (;;) {
    zip_int64_t count = zip_fread(file, buffer, CHUNK);
    if (count < 0) return SANDAN_WALK_DAMAGED;
    *unpacked += count;
    if (*unpacked > limits->bytes) return SANDAN_WALK_LARGE;
    if (*unpacked > limits->ratio_floor
        && (zip_uint64_t)*unpacked / (zip_uint64_t)limits->ratio > packed)
      return SANDAN_WALK_DENSE;
    if (XML_Parse(w->parser, buffer, (int)count, count == 0) != XML_STATUS_OK) {
      if (w->is_enough) return SANDAN_WALK_DONE;
      if (XML_GetErrorCode(w->parser) == XML_ERROR_NO_MEMORY) return SANDAN_WALK_NO_MEMORY;
      return SANDAN_WALK_NO_XML;
    }
    if (count == 0 || w->is_enough) return SANDAN_WALK_DONE;
    w->silence += count;
    if (w->silence > SILENCE) return SANDAN_WALK_NO_XML;
  }
}

static int32_t walk_entry(
    zip_t *archive, zip_uint64_t index, const struct sandan_walk_limits *limits,
    sandan_xml_listener listener, void *context, int64_t *unpacked) {
  zip_stat_t stat;
  if (zip_stat_index(archive, index, 0, &stat) != 0) return SANDAN_WALK_DAMAGED;
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
    return SANDAN_WALK_LOCKED;
  zip_file_t *file = zip_fopen_index(archive, index, 0);
  if (!file) return SANDAN_WALK_DAMAGED;
  struct walk w = {XML_ParserCreate(NULL), listener, context, 0, 0, 0, 0};
  char *buffer = malloc(CHUNK);
  int32_t result = SANDAN_WALK_NO_MEMORY;
  if (w.parser && buffer) {
    XML_SetUserData(w.parser, &w);
    XML_SetElementHandler(w.parser, begin, end);
    XML_SetCharacterDataHandler(w.parser, text);
    XML_SetStartDoctypeDeclHandler(w.parser, doctype);
    zip_uint64_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) ? stat.comp_size : 0;
    result = unpack(file, packed, limits, &w, buffer, unpacked);
  }
  free(buffer);
  if (w.parser) XML_ParserFree(w.parser);
  zip_fclose(file);
  return result;
}

int32_t sandan_package_walk(
    const uint8_t *bytes, int64_t size, const char *part, const struct sandan_walk_limits *limits,
    sandan_xml_listener listener, void *context, int64_t *unpacked) {
  *unpacked = 0;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t *source = zip_source_buffer_create(bytes, (zip_uint64_t)size, 0, &error);
  if (!source) return SANDAN_WALK_NO_MEMORY;
  zip_t *archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (!archive) {
    zip_source_free(source);
    zip_error_fini(&error);
    return SANDAN_WALK_NO_PACKAGE;
  }
  int32_t result;
  zip_int64_t index = zip_name_locate(archive, part, ZIP_FL_NOCASE);
  if (zip_get_num_entries(archive, 0) > limits->entries) {
    result = SANDAN_WALK_CROWDED;
  } else if (index < 0) {
    result = SANDAN_WALK_NO_PART;
  } else if (!listener) {
    result = SANDAN_WALK_DONE;
  } else {
    result = walk_entry(archive, (zip_uint64_t)index, limits, listener, context, unpacked);
  }
  zip_discard(archive);
  zip_error_fini(&error);
  return result;
}
