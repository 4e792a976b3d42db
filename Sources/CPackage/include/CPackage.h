#ifndef SANDAN_CPACKAGE_H
#define SANDAN_CPACKAGE_H

#include <stdint.h>

/* How a walk over a part of a package ended. */
enum {
  SANDAN_WALK_DONE = 0,      /* to its end, or until the listener had enough */
  SANDAN_WALK_NO_PACKAGE = 1, /* no zip archive, or one that is damaged at its directory */
  SANDAN_WALK_CROWDED = 2,   /* more entries than the limit */
  SANDAN_WALK_NO_PART = 3,   /* no entry of that name */
  SANDAN_WALK_LOCKED = 4,    /* the entry is encrypted */
  SANDAN_WALK_DAMAGED = 5,   /* it does not unpack, or not to what its checksum says */
  SANDAN_WALK_LARGE = 6,     /* it unpacks to more bytes than the limit */
  SANDAN_WALK_DENSE = 7,     /* it unpacks to more times its size than the limit */
  SANDAN_WALK_NO_XML = 8,    /* not well-formed, with a document type, or nested without end */
  SANDAN_WALK_NO_MEMORY = 9
};

/* What a listener is told. */
enum { SANDAN_XML_BEGIN = 0, SANDAN_XML_END = 1, SANDAN_XML_TEXT = 2 };

/* The elements that matter, by their names without prefix; every other one is OTHER. */
enum {
  SANDAN_ELEMENT_OTHER = 0,
  SANDAN_ELEMENT_C, SANDAN_ELEMENT_V, SANDAN_ELEMENT_ROW, SANDAN_ELEMENT_T, SANDAN_ELEMENT_IS,
  SANDAN_ELEMENT_F, SANDAN_ELEMENT_SI, SANDAN_ELEMENT_RPH, SANDAN_ELEMENT_SHEET_DATA,
  SANDAN_ELEMENT_SHEET, SANDAN_ELEMENT_WORKBOOK_PR, SANDAN_ELEMENT_RELATIONSHIP,
  SANDAN_ELEMENT_NUM_FMT, SANDAN_ELEMENT_CELL_XFS, SANDAN_ELEMENT_XF
};

/*
 * Told of one event: an element's beginning with its attributes (names and values in turn, ended by
 * NULL), its end, or a piece of text in UTF-8. Anything but 0 ends the walk.
 */
typedef int32_t (*sandan_xml_listener)(
    void *context, int32_t event, int32_t element, const char *const *attributes,
    const char *text, int32_t length);

/* What a walk may use up. */
struct sandan_walk_limits {
  int64_t entries;     /* of the archive */
  int64_t bytes;       /* unpacked */
  int64_t ratio;       /* unpacked bytes for each packed one */
  int64_t ratio_floor; /* unpacked bytes up to which the ratio does not matter */
};

/*
 * The one entry: opens the archive in `bytes`, unpacks the entry `part` piece by piece through an
 * XML parser to the listener, and frees everything, so that neither an archive nor a parser is ever
 * held by the caller. With no listener it only says whether the part is there. `*unpacked` gets the
 * bytes unpacked. Document types are refused, so there are no entities to expand.
 */
int32_t sandan_package_walk(
    const uint8_t *bytes, int64_t size, const char *part, const struct sandan_walk_limits *limits,
    sandan_xml_listener listener, void *context, int64_t *unpacked);

#endif
