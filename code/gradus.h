/* gradus.h: tangled from chapter 9, "Two moons", of Gradus. */
/* gradus.h - all of the library. */
#ifndef GRADUS_H
#define GRADUS_H

#define GRADUS_VERSION "0.2.0"

#ifdef __cplusplus
extern "C" { /* for C++, which would look for other names */
#endif

#include "graph.h"
#include "value.h"
#include "dual.h"
#include "nudge.h"
#include "rng.h"
#include "nn.h"
#include "loss.h"
#include "optim.h"
#include "data.h"
#include "model.h"

#ifdef __cplusplus
}
#endif

#endif
