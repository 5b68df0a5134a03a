/* The cloud filter with SSE intrinsics, as one would write it in C: four points at a time, each
   stored over what the one before left. cloud POINTS (float32 x y z intensity). */
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static long filter(const float *in, float *out, long n, const float *turn, const float *shift,
                   float square) {
  __m128 r[9], t[3], limit = _mm_set1_ps(square);
  for (int i = 0; i < 9; i++) r[i] = _mm_set1_ps(turn[i]);
  for (int i = 0; i < 3; i++) t[i] = _mm_set1_ps(shift[i]);
  float *to = out;
  for (long i = 0; i + 4 <= n; i += 4) {
    __m128 x = _mm_loadu_ps(in + 4 * i), y = _mm_loadu_ps(in + 4 * i + 4);
    __m128 z = _mm_loadu_ps(in + 4 * i + 8), w = _mm_loadu_ps(in + 4 * i + 12);
    _MM_TRANSPOSE4_PS(x, y, z, w);
    __m128 r2 = _mm_add_ps(_mm_add_ps(_mm_mul_ps(x, x), _mm_mul_ps(y, y)), _mm_mul_ps(z, z));
    int mask = _mm_movemask_ps(_mm_cmple_ps(r2, limit));
    __m128 m[3];
    for (int k = 0; k < 3; k++) {
      __m128 xy = _mm_add_ps(_mm_mul_ps(r[3 * k], x), _mm_mul_ps(r[3 * k + 1], y));
      m[k] = _mm_add_ps(_mm_add_ps(xy, _mm_mul_ps(r[3 * k + 2], z)), t[k]);
    }
    _MM_TRANSPOSE4_PS(m[0], m[1], m[2], w);
    _mm_storeu_ps(to, m[0]), to += (mask & 1) << 2;
    _mm_storeu_ps(to, m[1]), to += (mask & 2) << 1;
    _mm_storeu_ps(to, m[2]), to += mask & 4;
    _mm_storeu_ps(to, w), to += (mask & 8) >> 1;
  }
  return (to - out) / 4;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv) {
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (!file) return 1;
  fseek(file, 0, SEEK_END);
  long size = ftell(file), n = size / 16;
  rewind(file);
  float *in = malloc(size), *out = malloc(size + 64);
  if (fread(in, 1, size, file) != (size_t)size) return 1;
  memset(out, 0, size + 64);
  const float turn[9] = {0.8f, -0.6f, 0, 0.6f, 0.8f, 0, 0, 0, 1}, shift[3] = {1, 2, 3};
  long kept = filter(in, out, n, turn, shift, 100);
  puts("filter");
  fflush(stdout);
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    double start = now();
    long again = filter(in, out, n, turn, shift, 100);
    double taken = now() - start;
    if (again != kept) return 1;
    printf("%.0f\n", taken);
    fflush(stdout);
  }
  return 0;
}
