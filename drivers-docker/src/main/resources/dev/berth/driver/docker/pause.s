# The whole program of the image berth/pause:1, whose bytes stand in PauseImage.
# As process 1 of its own it is ended by SIGKILL only.

# x86-64
again:
        push    $34                     # 6a 22         pause
        pop     %rax                    # 58
        syscall                         # 0f 05
        jmp     again                   # eb f9

# aarch64, which has no pause: ppoll(NULL, 0, NULL, NULL) waits as long
# again:
#         mov     x0, #0                # d2800000
#         mov     x1, #0                # d2800001
#         mov     x2, #0                # d2800002
#         mov     x3, #0                # d2800003
#         mov     x8, #73               # d2800928      ppoll
#         svc     #0                    # d4000001
#         b       again                 # 17fffffa
