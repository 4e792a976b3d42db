#include "CGLPK.h"

#include <glpk.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What the hooks and the callback of one solve share. Lives on the stack of the entry. */
struct solve {
  jmp_buf escape;
  char *message;
  int32_t message_size;
  int32_t message_length;
  const double *start; /* 1-based, or NULL */
  int32_t start_offered;
  int64_t deadline; /* milliseconds of the monotonic clock, or -1 */
  int64_t last_iteration; /* as GLPK counts them, or -1 */
};

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t left_ms(const struct solve *s) {
  if (s->deadline < 0) return INT32_MAX;
  int64_t left = s->deadline - now_ms();
  return left < 0 ? 0 : left;
}

/* Gives a solve the time that is left, when there is a deadline; 0 when none is left. */
static int limit(const struct solve *s, int *milliseconds) {
  if (s->deadline < 0) return 1;
  int64_t left = left_ms(s);
  if (left == 0) return 0;
  *milliseconds = (int)left;
  return 1;
}

/* GLPK prints to standard output even when told not to: keep the text, print nothing. */
static int keep_text(void *info, const char *text) {
  struct solve *s = info;
  int32_t length = (int32_t)strlen(text);
  int32_t room = s->message_size - 1 - s->message_length;
  if (length > room) {
    /* The newest text matters most: it holds the reason of a refusal. */
    s->message_length = 0;
    room = s->message_size - 1;
    if (length > room) length = room;
  }
  memcpy(s->message + s->message_length, text, (size_t)length);
  s->message_length += length;
  s->message[s->message_length] = 0;
  return 1;
}

static void escape_abort(void *info) {
  struct solve *s = info;
  longjmp(s->escape, 1);
}

static void in_tree(glp_tree *tree, void *info) {
  struct solve *s = info;
  if (left_ms(s) == 0 || (s->last_iteration >= 0 &&
                          glp_get_it_cnt(glp_ios_get_prob(tree)) >= s->last_iteration)) {
    glp_ios_terminate(tree);
    return;
  }
  if (glp_ios_reason(tree) == GLP_IHEUR && s->start && !s->start_offered) {
    s->start_offered = 1;
    glp_ios_heur_sol(tree, s->start);
  }
}

static int bound_type(int32_t lower, int32_t upper) {
  if (lower == SANDAN_NO_LOWER) return upper == SANDAN_NO_UPPER ? GLP_FR : GLP_UP;
  if (upper == SANDAN_NO_UPPER) return GLP_LO;
  return lower == upper ? GLP_FX : GLP_DB;
}

/* A non-basic position that the bounds allow; GLPK keeps basic ones as they are. */
static int position(uint8_t asked, int type) {
  if (asked == SANDAN_BASIC) return GLP_BS;
  switch (type) {
    case GLP_FR: return GLP_NF;
    case GLP_LO: return GLP_NL;
    case GLP_UP: return GLP_NU;
    case GLP_FX: return GLP_NS;
    default: return asked == SANDAN_AT_UPPER ? GLP_NU : GLP_NL;
  }
}

static uint8_t seen(int stat) {
  switch (stat) {
    case GLP_BS: return SANDAN_BASIC;
    case GLP_NL: return SANDAN_AT_LOWER;
    case GLP_NU: return SANDAN_AT_UPPER;
    case GLP_NF: return SANDAN_FREE;
    default: return SANDAN_FIXED;
  }
}

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
    char *message, int32_t message_size) {
  struct solve s;
  memset(&s, 0, sizeof s);
  s.message = message;
  s.message_size = message_size;
  message[0] = 0;
  s.deadline = milliseconds < 0 ? -1 : now_ms() + milliseconds;

  /* Changed after setjmp and read after longjmp, hence volatile. */
  int *volatile column_rows = malloc(sizeof(int) * ((size_t)rows + 1));
  double *volatile column_values = malloc(sizeof(double) * ((size_t)rows + 1));
  double *volatile offered = NULL;
  volatile int32_t result = SANDAN_FAILED;
  if (!column_rows || !column_values) goto done;
  if (has_start) {
    offered = malloc(sizeof(double) * ((size_t)columns + 1));
    if (!offered) goto done;
    offered[0] = 0;
    memcpy(offered + 1, start, sizeof(double) * (size_t)columns);
    s.start = offered;
  }

  glp_init_env();
  glp_term_hook(keep_text, &s);
  if (setjmp(s.escape)) {
    result = SANDAN_MISUSE;
    goto free_environment;
  }
  glp_error_hook(escape_abort, &s);

  glp_prob *problem = glp_create_prob();
  glp_set_obj_dir(problem, GLP_MIN);
  if (rows > 0) glp_add_rows(problem, rows);
  if (columns > 0) glp_add_cols(problem, columns);
  for (int32_t i = 0; i < rows; i++)
    glp_set_row_bnds(problem, i + 1, bound_type(row_lower[i], row_upper[i]), row_lower[i],
                     row_upper[i]);
  for (int32_t j = 0; j < columns; j++) {
    if (j % 4096 == 0 && left_ms(&s) == 0) {
      result = SANDAN_NOTHING;
      goto free_problem;
    }
    glp_set_col_bnds(problem, j + 1, bound_type(column_lower[j], column_upper[j]),
                     column_lower[j], column_upper[j]);
    glp_set_obj_coef(problem, j + 1, cost[j]);
    int32_t count = starts[j + 1] - starts[j];
    for (int32_t k = 0; k < count; k++) {
      column_rows[k + 1] = indexes[starts[j] + k] + 1;
      column_values[k + 1] = coefficients[starts[j] + k];
    }
    glp_set_mat_col(problem, j + 1, count, column_rows, column_values);
  }
  for (int32_t i = 0; i < rows; i++)
    glp_set_row_stat(problem, i + 1,
                     position(row_basis[i], bound_type(row_lower[i], row_upper[i])));
  for (int32_t j = 0; j < columns; j++)
    glp_set_col_stat(problem, j + 1,
                     position(column_basis[j], bound_type(column_lower[j], column_upper[j])));

  glp_smcp simplex;
  glp_init_smcp(&simplex);
  simplex.msg_lev = GLP_MSG_OFF;
  simplex.meth = dual ? GLP_DUALP : GLP_PRIMAL;
  simplex.presolve = GLP_OFF;
  if (!limit(&s, &simplex.tm_lim)) {
    result = SANDAN_NOTHING;
    goto free_problem;
  }
  int code = glp_simplex(problem, &simplex);
  if (code == GLP_EBADB || code == GLP_ESING || code == GLP_ECOND || code == GLP_EFAIL) {
    /* The basis handed in does not suit: begin from GLPK's own. */
    glp_adv_basis(problem, 0);
    simplex.meth = GLP_PRIMAL;
    if (!limit(&s, &simplex.tm_lim)) {
      result = SANDAN_NOTHING;
      goto free_problem;
    }
    code = glp_simplex(problem, &simplex);
  }
  if (code == GLP_ETMLIM || code == GLP_EITLIM) {
    result = SANDAN_NOTHING;
    goto free_problem;
  }
  if (code != 0) goto free_problem;
  int status = glp_get_status(problem);
  if (status == GLP_NOFEAS) {
    result = SANDAN_INFEASIBLE;
    goto free_problem;
  }
  if (status == GLP_UNBND) {
    result = SANDAN_UNBOUNDED;
    goto free_problem;
  }
  if (status != GLP_OPT) goto free_problem;
  for (int32_t i = 0; i < rows; i++) {
    row_duals[i] = glp_get_row_dual(problem, i + 1);
    row_basis[i] = seen(glp_get_row_stat(problem, i + 1));
  }
  for (int32_t j = 0; j < columns; j++) {
    values[j] = glp_get_col_prim(problem, j + 1);
    column_basis[j] = seen(glp_get_col_stat(problem, j + 1));
  }
  result = SANDAN_OPTIMAL;
  if (!branch) goto free_problem;

  for (int32_t j = 0; j < columns; j++)
    if (is_integer[j]) glp_set_col_kind(problem, j + 1, GLP_IV);
  glp_iocp tree;
  glp_init_iocp(&tree);
  tree.msg_lev = GLP_MSG_OFF;
  tree.cb_func = in_tree;
  tree.cb_info = &s;
  tree.presolve = GLP_OFF;
  tree.mir_cuts = GLP_ON;
  tree.gmi_cuts = GLP_OFF;
  if (!limit(&s, &tree.tm_lim)) {
    result = SANDAN_NOTHING;
    goto free_problem;
  }
  s.last_iteration = iterations < 0 ? -1 : (int64_t)glp_get_it_cnt(problem) + iterations;
  code = glp_intopt(problem, &tree);
  status = glp_mip_status(problem);
  if (code == 0 && status == GLP_OPT) {
    result = SANDAN_OPTIMAL;
  } else if (code == 0 && status == GLP_NOFEAS) {
    result = SANDAN_INFEASIBLE;
  } else if (code == GLP_ETMLIM || code == GLP_ESTOP || code == GLP_EMIPGAP) {
    result = status == GLP_FEAS || status == GLP_OPT ? SANDAN_FEASIBLE : SANDAN_NOTHING;
  } else {
    result = SANDAN_FAILED;
  }
  if (result == SANDAN_OPTIMAL || result == SANDAN_FEASIBLE)
    for (int32_t j = 0; j < columns; j++) values[j] = glp_mip_col_val(problem, j + 1);

free_problem:
  glp_delete_prob(problem);
free_environment:
  glp_free_env();
done:
  free(column_rows);
  free(column_values);
  free(offered);
  return result;
}
