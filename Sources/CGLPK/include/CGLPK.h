#ifndef SANDAN_CGLPK_H
#define SANDAN_CGLPK_H

#include <stdint.h>

/* A bound that is absent. */
#define SANDAN_NO_LOWER INT32_MIN
#define SANDAN_NO_UPPER INT32_MAX

/* How a solve ended. */
enum {
  SANDAN_OPTIMAL = 0,    /* values, duals and basis are those of an optimum */
  SANDAN_INFEASIBLE = 1, /* proved: there is no solution */
  SANDAN_UNBOUNDED = 2,  /* proved: no optimum exists */
  SANDAN_FEASIBLE = 3,   /* stopped early with a feasible integer solution */
  SANDAN_NOTHING = 4,    /* stopped early with nothing */
  SANDAN_MISUSE = 5,     /* GLPK refused a call; the message says why */
  SANDAN_FAILED = 6      /* a return code that has no meaning here */
};

/* Position of a row or a column in a basis. */
enum {
  SANDAN_BASIC = 1,
  SANDAN_AT_LOWER = 2,
  SANDAN_AT_UPPER = 3,
  SANDAN_FREE = 4,
  SANDAN_FIXED = 5
};

/*
 * The one entry: builds a problem, minimises it, reads the answer and frees everything, on the
 * calling thread. It exists because GLPK answers misuse with abort(): the call is made under
 * setjmp, and GLPK's environment is thrown away before it returns.
 *
 * Indices are 0-based. The matrix is given by columns. With branch == 0 the linear relaxation is
 * solved from the given basis, by the dual simplex method when dual != 0, else by the primal; with
 * branch != 0 the integer columns are then branched on, and `start` (when has_start != 0) is offered
 * as a solution inside the tree.
 * milliseconds < 0 means no limit; the limit bounds loading and both solves together.
 * iterations < 0 means no limit; it bounds the simplex iterations of the branching, and is the same
 * on every machine, which time is not.
 */
int32_t sandan_glpk_solve(
    int32_t rows, int32_t columns,
    const int32_t *row_lower, const int32_t *row_upper,
    const int32_t *column_lower, const int32_t *column_upper,
    const uint8_t *is_integer, const double *cost,
    const int32_t *starts, const int32_t *indexes, const int32_t *coefficients,
    uint8_t *row_basis, uint8_t *column_basis,
    int32_t dual, int32_t branch, int32_t milliseconds, int32_t iterations,
    int32_t has_start, const double *start,
    double *values, double *row_duals,
    char *message, int32_t message_size);

#endif
