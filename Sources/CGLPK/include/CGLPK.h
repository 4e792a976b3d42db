#ifndef SANDAN_CGLPK_H
#define SANDAN_CGLPK_H
#endif
